import type { ErrorFault } from '../fault.ts';
import { type Exchange, envoyUnavailable, type Fields, plainJson, type VendorError } from './protocol.ts';
import { uuid } from './uuid.ts';

/** What Cohere's protocols share: headers, counts and error bodies. */

export function cohereHeaders(exchange: Exchange, isServed: boolean): Record<string, string> {
  const { inputTokens, outputTokens } = exchange.usage;
  const counts = { num_chars: String(inputTokens * 4), num_tokens: String(inputTokens + outputTokens) };
  return {
    'x-debug-trace-id': exchange.token('trace', 32, '0123456789abcdef'),
    server: 'envoy',
    'x-envoy-upstream-service-time': String(Math.round(exchange.processingMs)),
    ...(isServed && exchange.tellsUsage ? counts : {}),
  };
}

export function cohereId(exchange: Exchange): string {
  return uuid(exchange, 'id');
}

/** Cohere charges for fewer tokens than the model reads: its own preamble is free. */
export const preambleTokens = 60;

function answer(
  exchange: Exchange,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): VendorError {
  const body: Fields = { id: cohereId(exchange), message };
  return { status, headers: { ...plainJson, ...headers }, body: JSON.stringify(body) };
}

const errors: Readonly<Record<ErrorFault, (exchange: Exchange) => VendorError>> = {
  server_error: (exchange) =>
    answer(exchange, 500, 'internal server error, this has been reported to our developers'),
  unavailable: () => envoyUnavailable,
  overloaded: (exchange) =>
    answer(exchange, 503, 'the model is currently overloaded, please try again later'),
  rate_limited: (exchange) =>
    answer(exchange, 429, 'You are past the per minute request limit, please wait and try again later.', {
      'retry-after': String(Math.ceil(exchange.retryAfterSeconds)),
    }),
  quota_exhausted: (exchange) =>
    answer(
      exchange,
      402,
      'Please add or update your payment method at https://dashboard.cohere.com/billing?tab=payment to continue',
    ),
  auth: (exchange) => answer(exchange, 401, 'invalid api token'),
  bad_request: (exchange) =>
    answer(
      exchange,
      400,
      exchange.request.problem?.message ??
        'invalid request: cannot specify both frequency_penalty and presence_penalty.',
    ),
};

/** Errors with a status that Cohere alone uses, by the name its SDK gives them. */
const namedErrors: Readonly<Record<string, readonly [status: number, message: string]>> = {
  InvalidTokenError: [498, 'invalid token'],
  ClientClosedRequestError: [499, 'request cancelled'],
  GatewayTimeoutError: [504, 'gateway timeout'],
};

export function cohereError(fault: ErrorFault, exchange: Exchange): VendorError {
  const { errorName } = exchange;
  if (errorName === null) return errors[fault](exchange);
  const named = namedErrors[errorName];
  if (!named) throw new RangeError(`Cohere has no "${errorName}"`);
  return answer(exchange, ...named);
}
