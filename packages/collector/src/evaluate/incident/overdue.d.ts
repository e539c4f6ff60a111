import type { SeriesFrame } from '../../model/frame.ts';
import { type UsualLatency } from './latency.ts';
export interface Overdue {
  /** Attempts that grew overdue in the frame. */
  readonly fresh: number;
  /** All that are overdue at its end. */
  readonly waiting: number;
}
/**
 * What grew overdue in a frame, from how long calls in flight have waited by its end: those that wait longer now than
 * nearly all answers usually take, less those that did so before. Some of these have ended meanwhile, so it is a lower
 * bound, which is close while a hang begins.
 */
export declare function overdueIn(
  usualDuration: UsualLatency,
  waitingBefore: number,
  counts: SeriesFrame,
): Overdue;
