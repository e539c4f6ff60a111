import type { ErrorFault } from '../fault.ts';
import { type Exchange, envoyUnavailable, plainJson, type VendorError } from './protocol.ts';

const requestsPerMinuteMax = 4_000;
const inputTokensPerMinuteMax = 2_000_000;
const outputTokensPerMinuteMax = 400_000;

export function anthropicHeaders(exchange: Exchange, isServed: boolean): Record<string, string> {
  return {
    'request-id': requestId(exchange),
    'anthropic-organization-id': 'b7f0a7d0-5c1e-4b62-9d3f-51a7e0000000',
    server: 'cloudflare',
    via: '1.1 google',
    'cf-cache-status': 'DYNAMIC',
    'cf-ray': `${exchange.token('ray', 16, '0123456789abcdef')}-FRA`,
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    'x-robots-tag': 'none',
    ...(isServed ? limitHeaders(exchange) : {}),
  };
}

function limitHeaders(exchange: Exchange, isExhausted = false): Record<string, string> {
  const reset = new Date(exchange.startedMs + exchange.retryAfterSeconds * 1000)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
  const limits = {
    requests: requestsPerMinuteMax,
    'input-tokens': inputTokensPerMinuteMax,
    'output-tokens': outputTokensPerMinuteMax,
    tokens: inputTokensPerMinuteMax + outputTokensPerMinuteMax,
  };
  return Object.fromEntries(
    Object.entries(limits).flatMap(([name, limit]) => [
      [`anthropic-ratelimit-${name}-limit`, String(limit)],
      [`anthropic-ratelimit-${name}-remaining`, String(isExhausted ? 0 : limit - 1)],
      [`anthropic-ratelimit-${name}-reset`, reset],
    ]),
  );
}

export function anthropicErrorBody(exchange: Exchange, type: string, message: string): string {
  return JSON.stringify({
    type: 'error',
    error: { details: null, type, message },
    request_id: requestId(exchange),
  });
}

function answer(
  exchange: Exchange,
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): VendorError {
  const shouldRetry = status === 429 || status >= 500;
  return {
    status,
    headers: { ...plainJson, 'x-should-retry': String(shouldRetry), ...headers },
    body: anthropicErrorBody(exchange, type, message),
  };
}

const errors: Readonly<Record<ErrorFault, (exchange: Exchange) => VendorError>> = {
  server_error: (exchange) => answer(exchange, 500, 'api_error', 'Internal server error'),
  unavailable: () => envoyUnavailable,
  // 529 brings no retry-after.
  overloaded: (exchange) => answer(exchange, 529, 'overloaded_error', 'Overloaded'),
  rate_limited: (exchange) =>
    answer(
      exchange,
      429,
      'rate_limit_error',
      `This request would exceed your organization's rate limit of ${inputTokensPerMinuteMax.toLocaleString('en-US')} input tokens per minute (org: b7f0a7d0-5c1e-4b62-9d3f-51a7e0000000, model: ${exchange.request.model}). For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage. Please reduce the prompt length or the maximum tokens requested, or try again later.`,
      { 'retry-after': String(Math.ceil(exchange.retryAfterSeconds)), ...limitHeaders(exchange, true) },
    ),
  quota_exhausted: (exchange) =>
    answer(
      exchange,
      400,
      'invalid_request_error',
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    ),
  auth: (exchange) => answer(exchange, 401, 'authentication_error', 'invalid x-api-key'),
  bad_request: (exchange) =>
    answer(
      exchange,
      400,
      'invalid_request_error',
      exchange.request.problem?.message ?? 'messages.0.content.0.text.text: Field required',
    ),
};

export function anthropicError(fault: ErrorFault, exchange: Exchange): VendorError {
  return errors[fault](exchange);
}

function requestId(exchange: Exchange): string {
  return `req_011C${exchange.token('request', 20)}`;
}
