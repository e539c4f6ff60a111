import { describe, expect, it } from 'vitest';
import { classify, type Ending } from './classify.ts';
import type { Outcome } from './outcome.ts';

function answered(httpStatus: number, error?: Ending['error']): Ending {
  return { transport: 'complete', httpStatus, error };
}

/** Errors of those who host models, theirs or others', in the words that they send. */
const hostedErrors: readonly (readonly [string, Ending, Outcome])[] = [
  [
    'Bedrock throttling',
    answered(429, { type: 'ThrottlingException', message: 'Too many requests' }),
    'rate_limited',
  ],
  [
    'Bedrock throttling inside a stream',
    answered(200, { type: 'throttlingException', message: 'Too many tokens' }),
    'rate_limited',
  ],
  [
    'Bedrock model failure inside a stream',
    answered(200, { type: 'modelStreamErrorException', message: 'broke off' }),
    'vendor_error',
  ],
  [
    'Bedrock internal failure inside a stream',
    answered(200, { type: 'internalServerException', message: 'The system encountered an unexpected error' }),
    'vendor_error',
  ],
  [
    'Bedrock model not ready, a 429',
    answered(429, { type: 'ModelNotReadyException', message: 'The model is not ready' }),
    'overloaded',
  ],
  [
    'Bedrock model error, a 424',
    answered(424, { type: 'ModelErrorException', message: 'x' }),
    'vendor_error',
  ],
  ['Bedrock model timeout, a 408', answered(408, { type: 'ModelTimeoutException' }), 'vendor_error'],
  [
    'Bedrock service quota, a 400',
    answered(400, { type: 'ServiceQuotaExceededException', message: 'exceeds the service quota' }),
    'quota_exhausted',
  ],
  [
    'Bedrock out of connections, a 503',
    answered(503, { type: 'ServiceUnavailableException', message: 'Too many connections, please wait' }),
    'overloaded',
  ],
  ['Bedrock 400', answered(400, { type: 'ValidationException', message: 'malformed' }), 'caller_error'],
  ['Bedrock 403', answered(403, { type: 'AccessDeniedException', message: 'no access' }), 'auth'],
  ['Bedrock 404', answered(404, { type: 'ResourceNotFoundException', message: 'x' }), 'caller_error'],
  ['Cohere 401', answered(401, { message: 'invalid api token' }), 'auth'],
  [
    'Cohere trial key per minute',
    answered(429, { message: 'You are using a Trial key, which is limited to 10 API calls / minute.' }),
    'rate_limited',
  ],
  [
    'Cohere trial key per month',
    answered(429, { message: 'You are using a Trial key, which is limited to 1000 API calls / month.' }),
    'quota_exhausted',
  ],
  ['Cohere failure inside a stream', answered(200, { type: 'ERROR', message: 'x' }), 'vendor_error'],
  ['Cohere timeout inside a stream', answered(200, { type: 'TIMEOUT' }), 'vendor_error'],
  ['Mistral 401', answered(401, { message: 'Unauthorized' }), 'auth'],
  [
    'Mistral 429',
    answered(429, { type: 'rate_limited', code: '1300', message: 'Rate limit exceeded' }),
    'rate_limited',
  ],
  [
    'Mistral capacity, a 429',
    answered(429, { code: '3505', message: 'Service tier capacity exceeded for this model.' }),
    'overloaded',
  ],
  [
    'Mistral 400',
    answered(400, { type: 'invalid_model', code: '1500', message: 'Invalid model: x' }),
    'caller_error',
  ],
  [
    'Mistral out of credit, a 401',
    answered(401, { message: 'Inactive subscription or usage limit reached' }),
    'quota_exhausted',
  ],
  ['Mistral 422', answered(422, { message: 'Field required' }), 'caller_error'],
  ['Mistral answer that broke off', answered(200, { type: 'error' }), 'vendor_error'],
  [
    'Ollama without the model',
    answered(404, { message: 'model "x" not found, try pulling it first' }),
    'caller_error',
  ],
  [
    'Ollama with a full queue',
    answered(503, { message: 'server busy, please try again. maximum pending requests exceeded' }),
    'overloaded',
  ],
  [
    'Ollama beyond the week’s limit',
    answered(429, { message: "you've reached your weekly usage limit, please upgrade to continue" }),
    'quota_exhausted',
  ],
  [
    'Ollama runner gone inside a stream',
    answered(200, { message: 'llama runner process has terminated: exit status 2' }),
    'vendor_error',
  ],
  [
    'Groq over capacity',
    answered(503, {
      type: 'internal_server_error',
      message: 'x is currently over capacity. Please try again',
    }),
    'overloaded',
  ],
  [
    'Groq flex tier, a 498',
    answered(498, { code: 'capacity_exceeded', message: 'Flex tier capacity exceeded' }),
    'overloaded',
  ],
  [
    'Groq tokens per minute, a 413',
    answered(413, { type: 'tokens', code: 'rate_limit_exceeded', message: 'Request too large for model' }),
    'rate_limited',
  ],
  [
    'Groq at its spend limit, a 400',
    answered(400, {
      type: 'invalid_request_error',
      code: 'blocked_api_access',
      message: 'API access blocked',
    }),
    'quota_exhausted',
  ],
  ['DeepSeek 402', answered(402, { message: 'Insufficient Balance' }), 'quota_exhausted'],
  [
    'xAI out of credits, a 403',
    answered(403, {
      message: 'Your team has either used all available credits or reached its monthly spending limit',
    }),
    'quota_exhausted',
  ],
  [
    'Azure 429',
    answered(429, { code: '429', message: 'Requests have exceeded call rate limit of your pricing tier' }),
    'rate_limited',
  ],
  [
    'OpenRouter limit inside a stream',
    answered(200, { code: '429', message: 'Provider returned error' }),
    'rate_limited',
  ],
  [
    'OpenRouter failure inside a stream',
    answered(200, { code: '502', message: 'Provider returned error' }),
    'vendor_error',
  ],
  ['Bedrock 503', answered(503, { type: 'ServiceUnavailableException', message: '' }), 'vendor_error'],
];

describe('the words of a vendor that hosts models', () => {
  it.each(hostedErrors)('%s', (_, ending, outcome) => {
    expect(classify(ending)).toBe(outcome);
  });
});
