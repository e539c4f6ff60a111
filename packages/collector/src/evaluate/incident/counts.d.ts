import type { Channel } from './channel.ts';
import { type Sample } from './sample.ts';
import type { SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
/** Newest first within a series. */
export declare function samplesSince(series: readonly SeriesState[], sinceMs: number): readonly Sample[];
export interface Counts {
  readonly attempts: number;
  readonly bad: number;
  /** The same, weighted by how independent they are: what a likelihood is computed from. */
  readonly weightedAttempts: number;
  readonly weightedBad: number;
}
export declare const noCounts: Counts;
/** Attempts and failures of samples that started in `[sinceMs, untilMs)`; `isCautious` is said of bursts. */
export declare function countBetween(
  series: SeriesState,
  channel: Channel,
  sinceMs: number,
  settings: Pick<IncidentSettings, 'sliceSeconds'>,
  untilMs?: number,
  isCautious?: boolean,
): Counts;
export declare function sumCounts(counts: readonly Counts[]): Counts;
export declare function share(counts: Pick<Counts, 'attempts' | 'bad'>): number;
/** What weighted counts say for `alternative` and against `usual`, nats. */
export declare function weigh(counts: Counts, alternative: number, usual: number): number;
