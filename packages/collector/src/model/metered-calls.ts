import type { Outcome } from '@faultline/conventions';

/** How many values were estimated to be as large as the key, in milliseconds. */
export type EstimatedMs = ReadonlyMap<number, number>;

/** What one data point of a metric adds to the counts: calls of which nobody tells one by one. */
export interface MeteredCalls {
  /** End of the time that the point is for: when each of its calls ended is not known. */
  readonly endMs: number;
  readonly provider: string;
  readonly model: string;
  readonly region: string;
  readonly service: string;
  readonly environment: string;
  readonly operation: string;
  readonly outcome: Outcome;
  readonly calls: number;
  /** Exact, unlike the durations. */
  readonly durationMsSum: number;
  readonly durationsMs: EstimatedMs;
  readonly firstChunksMs: EstimatedMs;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** The same whenever the point is sent. */
  readonly pointId: string;
}
