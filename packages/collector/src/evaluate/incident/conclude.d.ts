import { type Moment } from './moment.ts';
/** Lets the series forget or distrust what a change makes untrue, and drops incidents nobody will re-open. */
export declare function conclude({ before, series, tracked, settings }: Moment, nowMs: number): void;
