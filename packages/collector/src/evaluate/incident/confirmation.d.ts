import type { Channel } from './channel.ts';
import { type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
/**
 * True when the affected series have failed for long enough that no blip explains it: three windows of one length in a
 * row, or, when most attempts fail, three short ones.
 */
export declare function isSustained(
  affected: readonly SeriesState[],
  channel: Channel,
  rate: number,
  nowMs: number,
  frameWidthMs: number,
  settings: IncidentSettings,
): boolean;
/** True when the affected series look usual again: an unconfirmed suspicion is then dropped. */
export declare function isCalm(
  affected: readonly SeriesState[],
  channel: Channel,
  rate: number,
  sinceMs: number,
  settings: IncidentSettings,
): boolean;
