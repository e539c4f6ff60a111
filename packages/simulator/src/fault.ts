/** Every way a simulated vendor can fail. A scenario names shares of them, a test scripts them. */
export const faults = [
  /** 500 with the vendor's own error body. */
  'server_error',
  /** 503 that is not about capacity. */
  'unavailable',
  /** Out of capacity: 529 at Anthropic, 503 at OpenAI and Gemini. */
  'overloaded',
  /** 429 of the account's own limit, with the vendor's retry hint. */
  'rate_limited',
  /** Out of credit: 429 `insufficient_quota` at OpenAI, 400 "credit balance" at Anthropic, 429 at Gemini. */
  'quota_exhausted',
  /** Bad key: 401, at Gemini 400 `API_KEY_INVALID`. */
  'auth',
  /** 400: the caller's mistake. */
  'bad_request',
  /** Not one byte until the client leaves. */
  'timeout',
  /** Response head (and, streaming, the first content), then silence until the client leaves. */
  'hang',
  /** The connection is reset before the first byte of a response. */
  'reset',
  /** An error event inside a 200 stream after some content. Without streaming: `server_error`. */
  'mid_stream_error',
  /** Some content, then a clean end without the protocol's terminal event (JSON: half a document). */
  'truncated_clean',
  /** Some content, then the connection is reset. */
  'truncated_reset',
  /** A complete, well-formed 200 with nothing in it. */
  'blank',
  /** A complete 200 whose list of answers is empty. Streaming: the envelope and the terminal events only. */
  'no_choices',
  /** A good answer that does not tell what it used. */
  'no_usage',
  /** 200 with an HTML page where the protocol should be. */
  'html',
  /** 502 with an HTML page: the edge in front of the vendor speaks. */
  'bad_gateway',
] as const;

export type Fault = (typeof faults)[number];

/** Faults that are nothing but a vendor's typed error answer. */
export type ErrorFault =
  | 'server_error'
  | 'unavailable'
  | 'overloaded'
  | 'rate_limited'
  | 'quota_exhausted'
  | 'auth'
  | 'bad_request';

const errorFaults: ReadonlySet<Fault> = new Set<ErrorFault>([
  'server_error',
  'unavailable',
  'overloaded',
  'rate_limited',
  'quota_exhausted',
  'auth',
  'bad_request',
]);

export function isErrorFault(fault: Fault): fault is ErrorFault {
  return errorFaults.has(fault);
}

const wholeAnswerFaults: ReadonlySet<Fault> = new Set<Fault>(['blank', 'no_choices', 'no_usage']);

/** Whether the answer comes to its proper end: what is wrong is in what it says. */
export function leavesAnswerWhole(fault: Fault): boolean {
  return wholeAnswerFaults.has(fault);
}
