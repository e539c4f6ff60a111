import type { Outcome } from './outcome.ts';

/**
 * What became of attempts over time, by model (`GET /api/v1/series`). Times are epoch milliseconds. Counts are exact;
 * percentiles come from histograms and cannot be added up, so that every range has its own.
 */
export interface SeriesAnswer {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly stepMs: number;
  /** Those with most attempts, in the order of their names. */
  readonly series: readonly ModelSeries[];
  /** Models with fewer attempts that were left out. */
  readonly omitted: number;
}

export interface ModelSeries {
  readonly provider: string;
  readonly displayName: string;
  readonly model: string;
  /** Of the whole range. */
  readonly totals: SeriesCounts;
  /** Oldest first. A step without attempts has no point. */
  readonly points: readonly SeriesPoint[];
}

export interface SeriesCounts {
  readonly attempts: number;
  /** Of these, those that failed by the vendor's or the network's fault. */
  readonly bad: number;
  /** What did not happen is left out. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Of attempts that ended well, because a refusal in 40 ms says nothing of how fast answers are. Null without any. */
  readonly durationMs: Percentiles | null;
  /** The same until the first content of a stream. */
  readonly timeToFirstChunkMs: Percentiles | null;
}

export interface SeriesPoint extends SeriesCounts {
  readonly startMs: number;
}

/** Of durations in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}
