import type { Outcome } from '@faultline/conventions';

/** What the incident detector watches separately. */
export interface SeriesKey {
  readonly provider: string;
  readonly model: string;
  readonly region: string;
  readonly credential: string;
}

/** What one series did within one frame: its attempts are booked when they end. */
export interface SeriesFrame extends SeriesKey {
  readonly attempts: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** The part of `outcomes` that came from requests which had failed twice before; see `Attempt.repeat`. */
  readonly repeats: Readonly<Partial<Record<Outcome, number>>>;
  /** Services that made these attempts. */
  readonly services: readonly string[];
  /**
   * What began, as its source counts it: our SDK tells calls, without the attempts that retries add. Left out by a source
   * that only knows what has ended. A hang ends nothing.
   */
  readonly started?: number;
  /** Attempts in flight that grew older than is usual for the series, each counted once, where the source tells. */
  readonly overdue?: number;
  /**
   * Calls in flight at the end of the frame, by how many seconds at least the vendor has been silent to them. Empty when
   * their source says that there are none.
   */
  readonly inFlight?: Histogram;
  /** Mean prompt of the calls that ended, tokens. */
  readonly promptTokens?: number;
  /** How long good answers took until their first content, milliseconds; only those that streamed. */
  readonly firstChunkMs?: Histogram;
  /** How long good answers took until their end, milliseconds. */
  readonly durationMs?: Histogram;
}

/** Lower edge of a bucket → how many values fell into it. */
export type Histogram = Readonly<Record<string, number>>;

/** Everything that ended in `[startMs, startMs + widthMs)`. A frame without series is real: nobody called. */
export interface Frame {
  readonly startMs: number;
  readonly widthMs: number;
  readonly series: readonly SeriesFrame[];
}
