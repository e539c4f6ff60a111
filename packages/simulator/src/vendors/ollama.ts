import type { ErrorFault } from '../fault.ts';
import {
  type Exchange,
  type Fields,
  ifTold,
  type RequestBody,
  textOf,
  type VendorError,
  type VendorRequest,
} from './protocol.ts';

/** What Ollama's endpoints share: JSON lines, counts and error bodies. */

export const ollamaJsonContentType = 'application/json; charset=utf-8';
export const ollamaStreamHeaders: Readonly<Record<string, string>> = {
  'content-type': 'application/x-ndjson',
};

/** Streams unless told not to. A request without messages or prompt is fine: it loads the model. */
export function readOllamaRequest(body: RequestBody): VendorRequest {
  return {
    model: textOf(body.model),
    streaming: body.stream !== false,
    includeUsage: true,
    problem: null,
  };
}

export function ollamaLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** How every line of an answer begins. */
export function ollamaEnvelope(exchange: Exchange): Fields {
  return { model: exchange.request.model, created_at: new Date(exchange.startedMs).toISOString() };
}

/** What only the last line tells, durations in nanoseconds. A count of 0 is left out. */
export function ollamaEnding(exchange: Exchange): Fields {
  const { inputTokens, outputTokens } = exchange.usage;
  const totalNs = Math.round(exchange.processingMs * 1e6);
  return {
    done: true,
    done_reason: 'stop',
    total_duration: totalNs,
    load_duration: Math.round(totalNs * 0.1),
    ...ifTold(exchange, {
      prompt_eval_count: inputTokens,
      prompt_eval_duration: Math.round(totalNs * 0.2),
      ...(outputTokens > 0 ? { eval_count: outputTokens, eval_duration: Math.round(totalNs * 0.7) } : {}),
    }),
  };
}

const runnerStopped =
  'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details';

/** The only error there is in a stream: a last line with `error`, without `done`. */
export function ollamaStreamError(): readonly string[] {
  return [ollamaLine({ error: runnerStopped })];
}

function answer(status: number, error: string, headers: Readonly<Record<string, string>> = {}): VendorError {
  return {
    status,
    headers: { 'content-type': ollamaJsonContentType, ...headers },
    body: JSON.stringify({ error }),
  };
}

const errors: Readonly<Record<ErrorFault, (exchange: Exchange) => VendorError>> = {
  server_error: () => answer(500, runnerStopped),
  unavailable: (exchange) =>
    answer(503, `Service Temporarily Unavailable (ref: ${exchange.token('ref', 8, '0123456789abcdef')})`),
  overloaded: () => answer(503, 'server busy, please try again.  maximum pending requests exceeded'),
  // Limits and keys are those of the hosted models.
  rate_limited: (exchange) =>
    answer(429, 'too many concurrent requests', {
      'retry-after': String(Math.ceil(exchange.retryAfterSeconds)),
    }),
  quota_exhausted: () => answer(429, "you've reached your weekly usage limit, please upgrade to continue"),
  auth: () => answer(401, 'unauthorized'),
  bad_request: ({ request: { problem, model } }) =>
    answer(400, problem ? 'model is required' : `"${model}" does not support tools`),
};

export function ollamaError(fault: ErrorFault, exchange: Exchange): VendorError {
  return errors[fault](exchange);
}
