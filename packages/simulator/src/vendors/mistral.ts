import type { ErrorFault } from '../fault.ts';
import { type Exchange, type Fields, plainJson, type RequestProblem, type VendorError } from './protocol.ts';

/** What Mistral's protocols share: headers, ids and error bodies. */

const hex = '0123456789abcdef';
const requestsPerMinuteMax = 360;
const tokensPerMinuteMax = 2_000_000;

export function mistralId(exchange: Exchange): string {
  return exchange.token('id', 32, hex);
}

export function mistralHeaders(exchange: Exchange, isServed: boolean): Record<string, string> {
  const requestId = exchange.token('request', 32, hex);
  return {
    'mistral-correlation-id': requestId,
    'x-kong-request-id': requestId,
    'x-envoy-upstream-service-time': String(Math.round(exchange.processingMs)),
    ...(isServed ? limitHeaders(requestsPerMinuteMax - 1) : {}),
  };
}

function limitHeaders(requestsLeft: number): Record<string, string> {
  return {
    'x-ratelimit-limit-req-minute': String(requestsPerMinuteMax),
    'x-ratelimit-remaining-req-minute': String(requestsLeft),
    'x-ratelimit-limit-tokens-minute': String(tokensPerMinuteMax),
    'x-ratelimit-remaining-tokens-minute': String(requestsLeft > 0 ? tokensPerMinuteMax : 0),
  };
}

export function mistralMissingField(name: string): RequestProblem {
  return { message: 'Field required', parameter: name };
}

/** The same object is an error's body and, in a stream that fails, an event. */
export function mistralErrorFields(
  status: number,
  type: string,
  message: string,
  code: string | null,
): Fields {
  return { object: 'error', message, type, param: null, code, raw_status_code: status };
}

function answer(status: number, body: Fields, headers: Readonly<Record<string, string>> = {}): VendorError {
  return { status, headers: { ...plainJson, ...headers }, body: JSON.stringify(body) };
}

function typed(status: number, type: string, message: string, code: string): VendorError {
  return answer(status, mistralErrorFields(status, type, message, code));
}

const errors: Readonly<Record<ErrorFault, (exchange: Exchange) => VendorError>> = {
  server_error: () => typed(500, 'internal_server_error', 'Internal server error', '1000'),
  unavailable: () => typed(503, 'unreachable_backend', 'Internal server error', '1100'),
  overloaded: () =>
    typed(429, 'service_tier_capacity_exceeded', 'Service tier capacity exceeded for this model.', '3505'),
  rate_limited: (exchange) => ({
    ...typed(429, 'rate_limited', 'Rate limit exceeded', '1300'),
    headers: {
      ...plainJson,
      'retry-after': String(Math.ceil(exchange.retryAfterSeconds)),
      ...limitHeaders(0),
    },
  }),
  // The gateway's words, not the API's: an account out of money is turned away as if its key were wrong.
  quota_exhausted: (exchange) =>
    answer(401, {
      message: 'Inactive subscription or usage limit reached',
      request_id: exchange.token('request', 32, hex),
    }),
  auth: () => answer(401, { detail: 'Unauthorized' }),
  bad_request: ({ request: { problem }, body }) => {
    if (!problem) {
      return typed(
        400,
        'invalid_request_message_order',
        'Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant',
        '3230',
      );
    }
    const loc = ['body', ...(problem.parameter ? [problem.parameter] : [])];
    return answer(422, { detail: [{ type: 'missing', loc, msg: problem.message, input: body }] });
  },
};

export function mistralError(fault: ErrorFault, exchange: Exchange): VendorError {
  return errors[fault](exchange);
}
