import { describe, expect, it } from 'vitest';
import { classify, type Ending } from './classify.ts';
import type { Outcome } from './outcome.ts';

function answered(httpStatus: number, error?: Ending['error']): Ending {
  return { transport: 'complete', httpStatus, error };
}

/** Bodies as the vendors send them: what they typed decides before the status does. */
const vendorErrors: readonly (readonly [string, Ending, Outcome])[] = [
  ['Anthropic 529', answered(529, { type: 'overloaded_error', message: 'Overloaded' }), 'overloaded'],
  [
    'Anthropic overloaded inside a 200 stream',
    answered(200, { type: 'overloaded_error', message: 'Overloaded' }),
    'overloaded',
  ],
  ['Anthropic 500', answered(500, { type: 'api_error', message: 'Internal server error' }), 'vendor_error'],
  ['Anthropic 504', answered(504, { type: 'timeout_error', message: 'Request timed out' }), 'vendor_error'],
  [
    'Anthropic 429',
    answered(429, {
      type: 'rate_limit_error',
      message: 'Number of request tokens has exceeded your per-minute rate limit',
    }),
    'rate_limited',
  ],
  [
    'Anthropic empty balance, a 400',
    answered(400, {
      type: 'invalid_request_error',
      message: 'Your credit balance is too low to access the Anthropic API.',
    }),
    'quota_exhausted',
  ],
  [
    'Anthropic usage limit, a 400',
    answered(400, {
      type: 'invalid_request_error',
      message: 'You have reached your specified API usage limits.',
    }),
    'quota_exhausted',
  ],
  ['Anthropic 401', answered(401, { type: 'authentication_error', message: 'invalid x-api-key' }), 'auth'],
  ['Anthropic 403', answered(403, { type: 'permission_error', message: 'no access' }), 'auth'],
  [
    'Anthropic 400',
    answered(400, { type: 'invalid_request_error', message: 'max_tokens: required' }),
    'caller_error',
  ],
  ['Anthropic 404', answered(404, { type: 'not_found_error', message: 'model: claude-9' }), 'caller_error'],
  ['Anthropic 413', answered(413, { type: 'request_too_large', message: 'too large' }), 'caller_error'],
  ['OpenAI 500', answered(500, { type: 'server_error', message: 'The server had an error' }), 'vendor_error'],
  [
    'OpenAI 503 engine overloaded',
    answered(503, {
      type: 'server_error',
      message: 'The engine is currently overloaded, please try again later',
    }),
    'overloaded',
  ],
  [
    'OpenAI 429 requests',
    answered(429, {
      type: 'requests',
      code: 'rate_limit_exceeded',
      message: 'Rate limit reached for gpt-5.5',
    }),
    'rate_limited',
  ],
  [
    'OpenAI 429 quota',
    answered(429, {
      type: 'insufficient_quota',
      code: 'insufficient_quota',
      message: 'You exceeded your current quota, please check your plan and billing details.',
    }),
    'quota_exhausted',
  ],
  [
    'OpenAI 401',
    answered(401, {
      type: 'invalid_request_error',
      code: 'invalid_api_key',
      message: 'Incorrect API key provided',
    }),
    'auth',
  ],
  [
    'OpenAI 400 context',
    answered(400, {
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
      message: 'maximum context length',
    }),
    'caller_error',
  ],
  [
    'OpenAI 404',
    answered(404, {
      type: 'invalid_request_error',
      code: 'model_not_found',
      message: 'The model does not exist',
    }),
    'caller_error',
  ],
  [
    'Azure content filter',
    answered(400, { code: 'content_filter', message: 'The response was filtered' }),
    'filtered',
  ],
  [
    'OpenAI error event in a stream',
    answered(200, { type: 'server_error', message: 'The server had an error' }),
    'vendor_error',
  ],
  [
    'Gemini 503',
    answered(503, { code: 'UNAVAILABLE', message: 'The model is overloaded. Please try again later.' }),
    'overloaded',
  ],
  [
    'Gemini 500',
    answered(500, { code: 'INTERNAL', message: 'An internal error has occurred.' }),
    'vendor_error',
  ],
  ['Gemini 504', answered(504, { code: 'DEADLINE_EXCEEDED', message: 'Deadline expired' }), 'vendor_error'],
  [
    'Gemini 429 limit',
    answered(429, {
      code: 'RESOURCE_EXHAUSTED',
      message: 'Quota exceeded for quota metric requests per minute',
    }),
    'rate_limited',
  ],
  [
    'Vertex 429 shared capacity',
    answered(429, { code: 'RESOURCE_EXHAUSTED', message: 'Resource exhausted, please try again later.' }),
    'overloaded',
  ],
  [
    'Gemini bad key, a 400',
    answered(400, { code: 'INVALID_ARGUMENT', message: 'API key not valid. Please pass a valid API key.' }),
    'auth',
  ],
  ['Gemini 403', answered(403, { code: 'PERMISSION_DENIED', message: 'denied' }), 'auth'],
  ['a 402 whatever the body says', answered(402, { message: 'x' }), 'quota_exhausted'],
  [
    'a gateway 502 that quotes a caller mistake',
    answered(502, { type: 'invalid_request_error' }),
    'vendor_error',
  ],
  [
    'a gateway 502 that mentions limits in passing',
    answered(502, { message: 'Bad gateway: too many requests upstream' }),
    'vendor_error',
  ],
  ['a 401 whose text says internal', answered(401, { message: 'internal' }), 'auth'],
];

describe('a vendor’s own words', () => {
  it.each(vendorErrors)('%s', (_, ending, outcome) => {
    expect(classify(ending)).toBe(outcome);
  });
});
