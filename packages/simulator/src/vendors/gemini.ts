import type { ErrorFault } from '../fault.ts';
import {
  askedInPath,
  type EventStream,
  type Exchange,
  eventStreamHeaders,
  type Fields,
  ifTold,
  type Protocol,
  type Route,
  type Usage,
  type VendorError,
} from './protocol.ts';

const path = /^\/v1(?:beta|alpha)?\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;
const requestsPerMinuteMax = 1000;

/**
 * `POST /v1beta/models/{model}:generateContent` and `:streamGenerateContent?alt=sse`. There is no terminal event: a
 * good stream's last chunk carries a finish reason. There is no request id header either: `responseId` is in the body.
 */
export const gemini: Protocol = {
  provider: 'gcp.gemini',
  name: 'gemini.generate_content',
  jsonContentType: 'application/json; charset=UTF-8',
  route(requested): Route | undefined {
    const match = path.exec(requested);
    if (!match?.[1]) return undefined;
    return { model: decodeURIComponent(match[1]), streaming: match[2] === 'streamGenerateContent' };
  },
  read: (body, route) =>
    askedInPath(
      route,
      Array.isArray(body.contents)
        ? null
        : {
            message: '* GenerateContentRequest.contents: contents is not specified\n',
            parameter: 'contents',
          },
    ),
  headers: (exchange) => ({
    server: 'scaffolding on HTTPServer2',
    'server-timing': `gfet4t7; dur=${Math.round(exchange.processingMs)}`,
    vary: 'Origin, X-Origin, Referer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'x-xss-protection': '0',
  }),
  json: (exchange) => pretty(chunk(exchange, exchange.pieces.join(''), true)),
  stream: eventStream,
  streamError: () => [event(errorBody(503, highDemand, 'UNAVAILABLE'))],
  error: (fault, exchange) => errors[fault](exchange),
};

function eventStream(exchange: Exchange): EventStream {
  return {
    headers: eventStreamHeaders('text/event-stream'),
    opening: [],
    content: exchange.pieces.map((piece) => event(chunk(exchange, piece, false))),
    closing: [event(chunk(exchange, '', true))],
  };
}

/** A blank answer has a candidate whose content has a role and no parts. */
function chunk(exchange: Exchange, text: string, isLast: boolean): Fields {
  const { usage, request, pieces } = exchange;
  const parts = pieces.length === 0 ? {} : { parts: [{ text }] };
  const candidate = {
    content: { ...parts, role: 'model' },
    ...(isLast ? { finishReason: 'STOP' } : {}),
    index: 0,
  };
  return {
    candidates: exchange.hasChoices ? [candidate] : [],
    ...ifTold(exchange, { usageMetadata: usageOf(usage) }),
    modelVersion: request.model,
    responseId: exchange.token('id', 22),
  };
}

function usageOf(usage: Usage): Fields {
  const visibleTokens = usage.outputTokens - usage.reasoningTokens;
  return {
    promptTokenCount: usage.inputTokens,
    ...(visibleTokens > 0 ? { candidatesTokenCount: visibleTokens } : {}),
    totalTokenCount: usage.inputTokens + usage.outputTokens,
    ...(usage.cachedTokens > 0 ? { cachedContentTokenCount: usage.cachedTokens } : {}),
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: usage.inputTokens }],
    ...(usage.reasoningTokens > 0 ? { thoughtsTokenCount: usage.reasoningTokens } : {}),
    serviceTier: 'standard',
  };
}

const highDemand =
  'This model is currently experiencing high demand. Spikes in demand are usually temporary. Please try again later.';

const errors: Readonly<Record<ErrorFault, (exchange: Exchange) => VendorError>> = {
  server_error: () =>
    answer(
      500,
      'INTERNAL',
      'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
    ),
  unavailable: () => answer(503, 'UNAVAILABLE', 'The service is currently unavailable.'),
  overloaded: () => answer(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
  rate_limited: (exchange) =>
    answer(429, 'RESOURCE_EXHAUSTED', rateLimitMessage(exchange), rateLimitDetails(exchange)),
  quota_exhausted: () =>
    answer(
      429,
      'RESOURCE_EXHAUSTED',
      'Your prepayment credits are depleted. Please go to AI Studio at https://ai.studio/projects to manage your project and billing.',
    ),
  // Gemini calls a bad key a bad argument; only a missing or foreign credential is a 401 or 403.
  auth: () =>
    answer(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
        metadata: { service: 'generativelanguage.googleapis.com' },
      },
    ]),
  bad_request: ({ request: { problem } }) =>
    answer(400, 'INVALID_ARGUMENT', problem?.message ?? 'Request contains an invalid argument.'),
};

const quotaMetric = 'generativelanguage.googleapis.com/generate_requests_per_model';

function rateLimitMessage({ request, retryAfterSeconds }: Exchange): string {
  return `You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current usage, head to: https://ai.dev/usage?tab=rate-limit. \n* Quota exceeded for metric: ${quotaMetric}, limit: ${requestsPerMinuteMax}, model: ${request.model}\nPlease retry in ${retryAfterSeconds}s.`;
}

function rateLimitDetails({ request, retryAfterSeconds }: Exchange): readonly unknown[] {
  const type = (name: string): string => `type.googleapis.com/google.rpc.${name}`;
  const violation = {
    quotaMetric,
    quotaId: 'GenerateRequestsPerMinutePerProjectPerModel',
    quotaDimensions: { location: 'global', model: request.model },
    quotaValue: String(requestsPerMinuteMax),
  };
  const help = {
    description: 'Learn more about Gemini API quotas',
    url: 'https://ai.google.dev/gemini-api/docs/rate-limits',
  };
  return [
    { '@type': type('QuotaFailure'), violations: [violation] },
    { '@type': type('Help'), links: [help] },
    { '@type': type('RetryInfo'), retryDelay: `${Math.ceil(retryAfterSeconds)}s` },
  ];
}

function answer(status: number, code: string, message: string, details?: readonly unknown[]): VendorError {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: pretty(errorBody(status, message, code, details)),
  };
}

function errorBody(code: number, message: string, status: string, details?: readonly unknown[]): Fields {
  return { error: { code, message, status, ...(details ? { details } : {}) } };
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Google ends the lines of its events with CR LF. */
function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\r\n\r\n`;
}
