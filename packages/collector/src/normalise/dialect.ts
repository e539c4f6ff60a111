import type { Outcome } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';

/** What a dialect reads from one span. Time, service, bounds and nesting are not its business. */
export interface Facts {
  readonly provider: string;
  readonly model: string;
  readonly region: string;
  readonly credential: string;
  readonly outcome: Outcome;
  readonly errorType: string;
  readonly httpStatus: number | null;
  /** After the start of the span. */
  readonly timeToFirstChunkMs: number | null;
  readonly vendorRequestId: string;
  readonly resendCount: number;
  readonly retryAfterMs: number | null;
  readonly fingerprint: string;
}

export interface Tokens {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
}

export interface CallReading extends Facts, Tokens {
  readonly kind: 'call';
  readonly source: string;
  readonly operation: string;
  readonly responseModel: string;
  /** The vendor's id of the answer: two instrumentations that name the same one saw the same call. */
  readonly responseId: string;
  readonly finishReason: string;
  readonly streaming: boolean;
  readonly attempts: number;
  /** Duration of the attempt that ended the call; null when the span does not tell it from the whole. */
  readonly attemptDurationMs: number | null;
}

export interface AttemptReading extends Facts {
  readonly kind: 'attempt';
}

/**
 * `not_llm`: no LLM call, containers such as `invoke_agent` included. `nested`: the same call, seen by an outer or inner
 * layer. `reported_twice`: the same call in another trace or signal. `likely_twice`: the same, but
 * told by model, tokens and time only, which is a guess. `part`: tells a part of a call whose end another record tells.
 * `server_side`: an attempt that a gateway made, which its client's detection would count again.
 */
export type DropReason = 'server_side' | 'not_llm' | 'nested' | 'reported_twice' | 'likely_twice' | 'part';

export type Reading = CallReading | AttemptReading | { readonly kind: 'drop'; readonly reason: DropReason };

/** One way to write LLM calls into spans. */
export interface Dialect {
  readonly name: string;
  /** Every attribute it reads, of spans and resources; others are never decoded. */
  readonly keys: readonly string[];
  /** Undefined when the span speaks another dialect. */
  read(span: Span): Reading | undefined;
}

export const notLlm = { kind: 'drop', reason: 'not_llm' } as const;

/** What the first that knows it makes of a span or log record. */
export function readBy<Item, Read>(
  dialects: readonly { read(item: Item): Read | undefined }[],
  item: Item,
): Read | typeof notLlm {
  for (const dialect of dialects) {
    const reading = dialect.read(item);
    if (reading !== undefined) return reading;
  }
  return notLlm;
}
