import type { ErrorFault } from '../fault.ts';
import { type Exchange, type Fields, plainJson, type VendorError } from './protocol.ts';

const requestsPerDayMax = 14_400;
const tokensPerMinuteMax = 12_000;

export function groqRequestId(exchange: Exchange): string {
  return `req_01${exchange.token('request', 24, '0123456789abcdefghjkmnpqrstvwxyz')}`;
}

export function groqHeaders(exchange: Exchange, isServed: boolean): Record<string, string> {
  return {
    'x-request-id': groqRequestId(exchange),
    'x-groq-region': 'fra',
    ...(isServed ? limitHeaders(tokensPerMinuteMax - 1, '5ms') : {}),
  };
}

function limitHeaders(tokensLeft: number, reset: string): Record<string, string> {
  return {
    'x-ratelimit-limit-requests': String(requestsPerDayMax),
    'x-ratelimit-limit-tokens': String(tokensPerMinuteMax),
    'x-ratelimit-remaining-requests': String(requestsPerDayMax - 1),
    'x-ratelimit-remaining-tokens': String(tokensLeft),
    'x-ratelimit-reset-requests': '6s',
    'x-ratelimit-reset-tokens': reset,
  };
}

/** The value of `error`. Unlike OpenAI, Groq leaves out what it does not know. */
export function groqErrorFields(message: string, type: string, code?: string): Fields {
  return { message, type, ...(code ? { code } : {}) };
}

function answer(status: number, fields: Fields, headers: Readonly<Record<string, string>> = {}): VendorError {
  return { status, headers: { ...plainJson, ...headers }, body: `${JSON.stringify({ error: fields })}\n` };
}

const errors: Readonly<Record<ErrorFault, (exchange: Exchange) => VendorError>> = {
  server_error: () => answer(500, groqErrorFields('Internal Server Error', 'internal_server_error')),
  unavailable: () => answer(503, groqErrorFields('Service Unavailable', 'internal_server_error')),
  overloaded,
  rate_limited: (exchange) => {
    const seconds = exchange.retryAfterSeconds;
    return answer(
      429,
      groqErrorFields(
        `Rate limit reached for model \`${exchange.request.model}\` in organization \`org_simulated\` service tier \`on_demand\` on tokens per minute (TPM): Limit ${tokensPerMinuteMax}, Used ${tokensPerMinuteMax}, Requested ${exchange.usage.inputTokens}. Please try again in ${seconds}s. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing`,
        'tokens',
        'rate_limit_exceeded',
      ),
      { 'retry-after': String(Math.ceil(seconds)), ...limitHeaders(0, `${seconds}s`) },
    );
  },
  quota_exhausted: () =>
    answer(
      400,
      groqErrorFields(
        'API access has been blocked: the organization has reached its spend limit.',
        'invalid_request_error',
        'blocked_api_access',
      ),
    ),
  auth: () => answer(401, groqErrorFields('Invalid API Key', 'invalid_request_error', 'invalid_api_key')),
  bad_request: ({ request: { problem } }) =>
    answer(
      400,
      groqErrorFields(
        problem?.message ?? '`max_tokens` must be less than or equal to `32768`',
        'invalid_request_error',
      ),
    ),
};

function overloaded({ request: { model } }: Exchange): VendorError {
  const message = `${model} is currently over capacity. Please try again and back off exponentially. Visit https://groqstatus.com to see if there is an active incident.`;
  return answer(503, groqErrorFields(message, 'internal_server_error'));
}

/** The `flex` service tier runs out of capacity with a status of Groq's own. */
const flexCapacity = 'capacity_exceeded';

export function groqError(fault: ErrorFault, exchange: Exchange): VendorError {
  const { errorName } = exchange;
  if (errorName === null) return errors[fault](exchange);
  if (errorName !== flexCapacity)
    throw new RangeError(`Groq has no "${errorName}"; there is ${flexCapacity}`);
  const message = 'Flex tier capacity exceeded, please try again later.';
  return answer(498, groqErrorFields(message, 'invalid_request_error', flexCapacity));
}
