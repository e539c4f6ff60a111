import { type Channel } from './channel.ts';
import { type Moment } from './moment.ts';
import { type SeriesState } from './series.ts';
/** What one's own broken network explains as well. */
export declare function isAboutAnswering({ subject }: Channel): boolean;
/**
 * Late answers are no news while the vendor fails altogether, and timeouts are none while it is known to hang: one
 * fault, one incident.
 */
export declare function isToldAlready(
  provider: string,
  channel: Channel,
  own: readonly SeriesState[],
  moment: Moment,
): boolean;
/** While our own network is down a vendor that cannot be reached gathers no evidence, and an older suspicion is dropped. */
export declare function blameOurselves(moment: Moment, provider: string, nowMs: number): void;
