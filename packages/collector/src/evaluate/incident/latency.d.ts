import type { SeriesFrame } from '../../model/frame.ts';
import type { Timing } from './sample.ts';
import type { IncidentSettings } from './settings.ts';
/**
 * How long good answers of a series usually take, as decayed counts in bins of one size on a log scale, and how long
 * the prompts are they answer.
 */
export interface UsualLatency {
  /** Until the first content; for a series that does not stream, until the end. */
  readonly measure: 'firstChunkMs' | 'durationMs';
  /** Counts weighted by 2^(age of the memory / half-life): newer ones weigh more instead of older ones less. */
  readonly bins: readonly number[];
  readonly total: number;
  readonly promptTokens: number;
  /** When a weight was 1, epoch milliseconds. */
  readonly weightedSinceMs: number;
}
export declare const unknownLatency: UsualLatency;
/** How many of a frame's good answers came later than nine of ten usually do, with allowance for longer prompts. */
export declare function timeAnswers(usual: UsualLatency, counts: SeriesFrame): Timing;
/** Upper edge of the bin that holds a quantile, milliseconds; null while too little is known. */
export declare function quantileMsOf({ bins, total }: UsualLatency, quantile: number): number | null;
/** Whether the prompts are so much longer than usual that it is no wonder if answers take their time. */
export declare function hasLongPrompts(usual: UsualLatency, { promptTokens }: SeriesFrame): boolean;
/**
 * Learns at once, unlike shares: the half-life is so much longer than it takes to notice a brownout that its first
 * minute is not learnt as usual.
 */
export declare function learnLatency(
  before: UsualLatency,
  counts: SeriesFrame,
  atMs: number,
  settings: Pick<IncidentSettings, 'latencyHalfLifeSeconds'>,
): UsualLatency;
/** The same for one measure, whatever else is known. */
export declare function learnMeasure(
  usual: UsualLatency,
  counts: SeriesFrame,
  atMs: number,
  { latencyHalfLifeSeconds }: Pick<IncidentSettings, 'latencyHalfLifeSeconds'>,
): UsualLatency;
