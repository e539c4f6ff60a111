import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, type Ending } from './classify.ts';
import { faultDomain, type Outcome, outcomes, sliPolicies } from './outcome.ts';

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
  [
    'Bedrock throttling',
    answered(429, { type: 'ThrottlingException', message: 'Too many requests' }),
    'rate_limited',
  ],
  ['Bedrock 503', answered(503, { type: 'ServiceUnavailableException', message: '' }), 'vendor_error'],
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

describe('how it ended', () => {
  it.each<readonly [string, Ending, Outcome]>([
    [
      'a complete answer with content',
      { transport: 'complete', httpStatus: 200, protocol: 'complete', hasContent: true },
      'ok',
    ],
    [
      'a complete answer with nothing in it',
      { transport: 'complete', httpStatus: 200, protocol: 'complete', hasContent: false },
      'blank',
    ],
    [
      'an answer the policy ended',
      { transport: 'complete', httpStatus: 200, protocol: 'complete', hasContent: true, filtered: true },
      'filtered',
    ],
    [
      'a stream without its terminal event',
      { transport: 'complete', httpStatus: 200, protocol: 'incomplete', hasContent: true },
      'truncated',
    ],
    ['HTML with status 200', { transport: 'complete', httpStatus: 200, protocol: 'malformed' }, 'malformed'],
    ['a stream cut under us', { transport: 'cut', httpStatus: 200, hasContent: true }, 'truncated'],
    ['a reset before any byte', { transport: 'cut' }, 'network'],
    [
      'a cut after the terminal event',
      { transport: 'cut', httpStatus: 200, protocol: 'complete', hasContent: true },
      'ok',
    ],
    ['a bare 504: somebody there gave up', { transport: 'complete', httpStatus: 504 }, 'vendor_error'],
    ['no connection', { transport: 'connect_failed' }, 'network'],
    ['no answer before the deadline', { transport: 'timed_out' }, 'timeout'],
    ['headers, then nothing before the deadline', { transport: 'timed_out', httpStatus: 200 }, 'timeout'],
    ['a stream that went silent', { transport: 'timed_out', httpStatus: 200, hasContent: true }, 'stalled'],
    ['the app gave up', { transport: 'aborted', httpStatus: 200, hasContent: true }, 'cancelled'],
    ['an HTML error page with status 502', { transport: 'complete', httpStatus: 502 }, 'vendor_error'],
    ['a bare 529', { transport: 'complete', httpStatus: 529 }, 'overloaded'],
    ['a 200 nobody looked into', { transport: 'complete', httpStatus: 200 }, 'unknown'],
  ])('%s', (_, ending, outcome) => {
    expect(classify(ending)).toBe(outcome);
  });

  it('always gives one of the sixteen outcomes, whatever a vendor sends', () => {
    const ending = fc.record<Ending>({
      transport: fc.constantFrom('complete', 'connect_failed', 'cut', 'timed_out', 'aborted'),
      httpStatus: fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
      error: fc.option(fc.record({ type: fc.string(), code: fc.string(), message: fc.string() }), {
        nil: undefined,
      }),
      protocol: fc.constantFrom('complete', 'incomplete', 'malformed', undefined),
      hasContent: fc.option(fc.boolean(), { nil: undefined }),
      filtered: fc.option(fc.boolean(), { nil: undefined }),
    });
    fc.assert(fc.property(ending, (each) => outcomes.includes(classify(each))));
  });

  it('never calls an HTTP error status a success', () => {
    const status = fc.integer({ min: 400, max: 599 });
    const message = fc.option(fc.string(), { nil: undefined });
    fc.assert(
      fc.property(status, message, (httpStatus, text) => {
        const error = text === undefined ? undefined : { message: text };
        return (
          classify({ transport: 'complete', httpStatus, error, protocol: 'complete', hasContent: true }) !==
          'ok'
        );
      }),
    );
  });
});

describe('service level policies', () => {
  it('judge every outcome, and never blame the vendor for what the app or its account did', () => {
    for (const outcome of outcomes) {
      const judgement = sliPolicies.availability[outcome];
      if (faultDomain[outcome] === 'account' || outcome === 'cancelled' || outcome === 'caller_error') {
        expect(judgement, outcome).toBe('excluded');
      }
      if (faultDomain[outcome] === 'vendor' || faultDomain[outcome] === 'network')
        expect(judgement, outcome).toBe('bad');
    }
  });
});
