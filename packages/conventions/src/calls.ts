import type { FaultDomain, Outcome } from './outcome.ts';

/**
 * Single calls and their attempts as they are stored (`GET /api/v1/calls`, `/calls/{traceId}`, `/attempts`). Times are
 * epoch milliseconds. Text that nobody told is empty, a number that nobody told is null, never 0.
 */
export interface Ended {
  readonly traceId: string;
  readonly spanId: string;
  /** Null when it is not known when it began. */
  readonly startMs: number | null;
  /** An error is known when it ends: lists are in the order of this. */
  readonly endMs: number;
  readonly durationMs: number | null;
  readonly service: string;
  readonly environment: string;
  readonly provider: string;
  readonly model: string;
  readonly region: string;
  /** A configured alias, or a hash; never the key. */
  readonly credential: string;
  readonly outcome: Outcome;
  /** Who has to act on the outcome. */
  readonly faultDomain: FaultDomain;
  /** The vendor's or the client's own word for the error, such as `overloaded_error`. Inside a stream that began with 200 too. */
  readonly errorType: string;
  readonly httpStatus: number | null;
  readonly timeToFirstChunkMs: number | null;
  /** What the vendor's support asks for. */
  readonly vendorRequestId: string;
}

/** One operation the app asked for, retries included. */
export interface CallSummary extends Ended {
  readonly operation: string;
  readonly streaming: boolean;
  /** As the source counts them; their rows may be fewer. */
  readonly attemptCount: number;
  /** Which instrumentation told of it: `faultline`, `gen_ai`, ... */
  readonly source: string;
  readonly vantage: Vantage;
  readonly responseModel: string;
  /** The vendor's id of the answer. */
  readonly responseId: string;
  readonly finishReason: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
}

/** Who saw a call: the app that made it, a gateway on its way, or whoever answered. Only the first is counted. */
export type Vantage = 'client' | 'gateway' | 'vendor';

export interface CallView extends CallSummary {
  /** In the order in which they ended. The last one may be missing where the source tells of failures alone. */
  readonly attempts: readonly AttemptView[];
}

/** One HTTP request under a call. */
export interface AttemptView extends Ended {
  /** The call that it belongs to; equal to `spanId` for the attempt that ended it. */
  readonly callSpanId: string;
  /** 0 for the first attempt of its call. */
  readonly resendCount: number;
  /** How long the vendor asked to wait. */
  readonly retryAfterMs: number | null;
  /** The same for every attempt to send the same request; nothing can be read from it. */
  readonly fingerprint: string;
  /** This request had failed twice within five minutes already: evidence about one job, not about the vendor. */
  readonly repeat: boolean;
}

/** Everything of one trace (`GET /api/v1/calls/{traceId}`). */
export interface TraceView {
  readonly traceId: string;
  /** In the order in which they ended. */
  readonly calls: readonly CallView[];
  /** Attempts of calls that have not ended, or of which nobody has told. */
  readonly attemptsOnly: readonly AttemptView[];
  /** There is more than fits into an answer. */
  readonly truncated: boolean;
}
