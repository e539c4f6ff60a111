import type { ErrorFault } from '../fault.ts';
import { type Exchange, envoyUnavailable, plainJson, type Route, type VendorError } from './protocol.ts';

/** What OpenAI's protocols share: paths, headers and error bodies. */

const requestsPerMinuteMax = 10_000;
const tokensPerMinuteMax = 2_000_000;
const hex = '0123456789abcdef';

/** `/v1/{resource}`, and as Azure serves it: under `/openai/v1`, or for a deployment, which then names the model. */
export function openaiRoute(resource: string): (path: string) => Route | undefined {
  const deployment = new RegExp(`^/openai/deployments/([^/]+)/${resource}$`);
  return (path) => {
    if (path === `/v1/${resource}` || path === `/openai/v1/${resource}`) return {};
    const name = deployment.exec(path)?.[1];
    return name === undefined ? undefined : { model: decodeURIComponent(name) };
  };
}

export function openaiHeaders(exchange: Exchange, isServed: boolean): Record<string, string> {
  const tokensLeft = tokensPerMinuteMax - exchange.usage.inputTokens;
  return {
    'x-request-id': `req_${exchange.token('request', 32, hex)}`,
    'openai-organization': 'org-simulated',
    'openai-processing-ms': String(Math.round(exchange.processingMs)),
    'openai-project': 'proj_simulated',
    'openai-version': '2020-10-01',
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    'x-content-type-options': 'nosniff',
    ...(isServed ? limitHeaders(requestsPerMinuteMax - 1, tokensLeft, '6ms') : {}),
  };
}

function limitHeaders(requests: number, tokens: number, reset: string): Record<string, string> {
  return {
    'x-ratelimit-limit-requests': String(requestsPerMinuteMax),
    'x-ratelimit-limit-tokens': String(tokensPerMinuteMax),
    'x-ratelimit-remaining-requests': String(requests),
    'x-ratelimit-remaining-tokens': String(tokens),
    'x-ratelimit-reset-requests': reset,
    'x-ratelimit-reset-tokens': reset,
  };
}

interface ErrorFields {
  readonly message: string;
  readonly type: string;
  readonly param?: string | null;
  readonly code?: string | null;
}

export const openaiServerError: ErrorFields = {
  message: 'The server had an error while processing your request. Sorry about that!',
  type: 'server_error',
};

/** Recorded inside Responses streams of 2026; as an HTTP error the documentation still has "engine" for "servers". */
export const openaiOverloaded: ErrorFields = {
  message: 'Our servers are currently overloaded. Please try again later.',
  type: 'service_unavailable_error',
  code: 'server_is_overloaded',
};

/** The value of `error` with OpenAI's order of fields. */
export function openaiErrorFields({ message, type, param, code }: ErrorFields): Required<ErrorFields> {
  return { message, type, param: param ?? null, code: code ?? null };
}

function answer(
  status: number,
  fields: ErrorFields,
  headers: Readonly<Record<string, string>> = {},
): VendorError {
  const body = JSON.stringify({ error: openaiErrorFields(fields) }, null, 2);
  return { status, headers: { ...plainJson, ...headers }, body };
}

const errors: Readonly<Record<ErrorFault, (exchange: Exchange) => VendorError>> = {
  server_error: () => answer(500, openaiServerError),
  unavailable: () => envoyUnavailable,
  overloaded: () =>
    answer(503, {
      message: 'The engine is currently overloaded, please try again later',
      type: 'server_error',
    }),
  rate_limited: (exchange) => {
    const seconds = exchange.retryAfterSeconds;
    const retry = {
      'retry-after': String(Math.ceil(seconds)),
      'retry-after-ms': String(Math.round(seconds * 1000)),
    };
    return answer(
      429,
      {
        message: `Rate limit reached for ${exchange.request.model} in organization org-simulated on tokens per min (TPM): Limit ${tokensPerMinuteMax}, Used ${tokensPerMinuteMax}, Requested ${exchange.usage.inputTokens}. Please try again in ${seconds}s. Visit https://platform.openai.com/account/rate-limits to learn more.`,
        type: 'tokens',
        code: 'rate_limit_exceeded',
      },
      { ...retry, ...limitHeaders(requestsPerMinuteMax - 1, 0, `${seconds}s`) },
    );
  },
  quota_exhausted: () =>
    answer(429, {
      message:
        'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    }),
  auth: () =>
    answer(401, {
      message:
        'Incorrect API key provided: sk-proj-********************ated. You can find your API key at https://platform.openai.com/account/api-keys.',
      type: 'invalid_request_error',
      code: 'invalid_api_key',
    }),
  bad_request: ({ request: { problem } }) =>
    answer(400, {
      message:
        problem?.message ??
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      type: 'invalid_request_error',
      param: problem ? problem.parameter : 'max_tokens',
      code: problem?.parameter ? 'missing_required_parameter' : problem ? null : 'unsupported_parameter',
    }),
};

export function openaiError(fault: ErrorFault, exchange: Exchange): VendorError {
  return errors[fault](exchange);
}

export function missingParameter(name: string): { readonly message: string; readonly parameter: string } {
  return { message: `Missing required parameter: '${name}'.`, parameter: name };
}
