import type { Channel } from './channel.ts';
import { type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import type { Tally } from './tally.ts';
/** Gathers evidence that a unit serves again: "usual share" against "half of what it failed at". No data, no evidence. */
export declare function observeRecovery(
  tally: Tally,
  parts: readonly SeriesState[],
  channel: Channel,
  frameMs: number,
  settings: IncidentSettings,
): Tally;
/** A unit without any attempt for so long holds nothing open: it may be gone for good, or all traffic led around it. */
export declare function markAbandoned(
  tally: Tally,
  parts: readonly SeriesState[],
  nowMs: number,
  abandonedMs: number,
): Tally;
/** Decides, for all units of an incident together, which have recovered and which have lost it again. */
export declare function markRecovered(
  tallies: Readonly<Record<string, Tally>>,
  nowMs: number,
): Readonly<Record<string, Tally>>;
