import type { SeriesKey } from './frame.ts';

/** How many calls of one series a process began since it last told: calls, not the attempts that they make. */
export interface StartedCalls extends SeriesKey {
  /** When it was told: the calls began in the seconds before. */
  readonly endMs: number;
  readonly calls: number;
  /** The same whenever the point is sent. */
  readonly pointId: string;
}

/**
 * All that one process had in flight at one moment. It takes the place of what that process said before: a series that
 * is not in it has nothing in flight any more. What a sender's batches cut up comes as several of the same moment.
 */
export interface InFlightReport {
  readonly atMs: number;
  /** Which process it was, as far as anything tells. */
  readonly instance: string;
  /** With a line of no calls for a series that the process knows and has nothing in flight of. */
  readonly calls: readonly InFlightCalls[];
}

export interface InFlightCalls extends SeriesKey {
  /** For this long, at least, the vendor has been silent to them. */
  readonly ageSeconds: number;
  readonly calls: number;
}
