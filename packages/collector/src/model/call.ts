import type { Outcome, Vantage } from '@faultline/conventions';
import type { InFlightReport, StartedCalls } from './in-flight.ts';
import type { MeteredCalls } from './metered-calls.ts';

/** What a call and each of its attempts have in common. Unknown text is empty, unknown numbers are null, never 0. */
export interface Origin {
  /** When it ended, epoch milliseconds: an error is known when it ends. */
  readonly endMs: number;
  /** Null when it is not known when it began. */
  readonly durationMs: number | null;
  readonly provider: string;
  /** The requested model id. */
  readonly model: string;
  readonly region: string;
  readonly credential: string;
  readonly service: string;
  readonly environment: string;
  readonly outcome: Outcome;
  readonly errorType: string;
  readonly httpStatus: number | null;
  /** First content of a stream, milliseconds after the start. */
  readonly timeToFirstChunkMs: number | null;
  /** The vendor's own id of the request. */
  readonly vendorRequestId: string;
  /** Lower-case hex, 32 digits. */
  readonly traceId: string;
  /** Lower-case hex, 16 digits. With the trace id, the identity of the row. */
  readonly spanId: string;
}

/** One logical operation the app asked for, retries included. */
export interface Call extends Origin {
  readonly operation: string;
  readonly responseModel: string;
  readonly finishReason: string;
  readonly streaming: boolean;
  readonly attempts: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
  /** Which dialect the span spoke: `faultline`, `gen_ai`. */
  readonly source: string;
  readonly vantage: Vantage;
  /** The vendor's id of the answer. */
  readonly responseId: string;
}

export type { Vantage };

/** What another signal told of a call after its row had been written; what it did not tell is empty or null. */
export interface Supplement
  extends Pick<
    Call,
    | 'traceId'
    | 'spanId'
    | 'endMs'
    | 'durationMs'
    | 'model'
    | 'responseModel'
    | 'finishReason'
    | 'vendorRequestId'
    | 'responseId'
    | 'httpStatus'
    | 'timeToFirstChunkMs'
    | 'inputTokens'
    | 'outputTokens'
    | 'cacheReadTokens'
    | 'cacheWriteTokens'
    | 'reasoningTokens'
  > {}

/** One HTTP request under a call. */
export interface Attempt extends Origin {
  /** 0 for the first attempt of its call. */
  readonly resendCount: number;
  readonly retryAfterMs: number | null;
  /** Span id of the call; equal to `spanId` for the attempt that ended it. */
  readonly callSpanId: string;
  readonly fingerprint: string;
  /** This request had failed twice within five minutes already: evidence about one job, not about the vendor. */
  readonly repeat: boolean;
}

/** What one accepted request contributes. */
export interface Rows {
  readonly calls: readonly Call[];
  readonly attempts: readonly Attempt[];
  readonly supplements?: readonly Supplement[];
  readonly metered?: readonly MeteredCalls[];
  readonly started?: readonly StartedCalls[];
  readonly inFlight?: readonly InFlightReport[];
}
