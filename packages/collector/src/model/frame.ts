import type { Outcome } from '@faultline/conventions';

/** What the incident detector watches separately. */
export interface SeriesKey {
  readonly provider: string;
  readonly model: string;
  readonly region: string;
  readonly credential: string;
}

/** Attempts of one series that ended within one frame. */
export interface SeriesFrame extends SeriesKey {
  readonly attempts: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** The part of `outcomes` that came from requests which had failed twice before; see `Attempt.repeat`. */
  readonly repeats: Readonly<Partial<Record<Outcome, number>>>;
  /** Services that made these attempts. */
  readonly services: readonly string[];
}

/** Everything that ended in `[startMs, startMs + widthMs)`. A frame without series is real: nobody called. */
export interface Frame {
  readonly startMs: number;
  readonly widthMs: number;
  readonly series: readonly SeriesFrame[];
}
