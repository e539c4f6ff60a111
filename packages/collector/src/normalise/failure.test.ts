import { describe, expect, it } from 'vitest';
import { type FailureEvidence, outcomeOfFailure, statusInText } from './failure.ts';

function evidence(changes: Partial<FailureEvidence>): FailureEvidence {
  const httpStatus = changes.httpStatus ?? statusInText(changes.message ?? '');
  return { errorType: '', exceptionType: '', message: '', hasContent: false, ...changes, httpStatus };
}

describe('what a foreign span shows of a failure', () => {
  it.each([
    [
      { errorType: 'openai.BadRequestError', message: "Error code: 400 - unknown key 'request_timeout'" },
      'caller_error',
    ],
    [{ errorType: 'BadRequestError', message: 'the tool timed out, says the prompt' }, 'caller_error'],
    [{ errorType: 'AuthenticationError', message: 'connection error: bad key' }, 'auth'],
    [{ errorType: 'APIStatusError', message: 'Error code: 402 - pay first' }, 'quota_exhausted'],
    [{ errorType: 'APIStatusError', message: 'Error code: 413 - too large' }, 'caller_error'],
    [{ errorType: 'InternalServerError', message: "Error code: 529 - {'type': 'error'}" }, 'overloaded'],
    [{ errorType: 'ValueError', message: '512 is not a multiple of 3' }, 'unknown'],
    [{ errorType: 'APIConnectionTimeoutError', message: 'Request timed out.' }, 'timeout'],
    [{ errorType: 'APIConnectionError', message: 'Connection error.' }, 'network'],
    [{ exceptionType: 'AI_APICallError', message: 'Incorrect API key provided: sk-...' }, 'auth'],
    [{ exceptionType: 'AI_APICallError', message: 'The model `gpt-9` does not exist' }, 'caller_error'],
    [
      {
        exceptionType: 'AI_APICallError',
        message: "The prompt triggered Azure OpenAI's content management policy",
      },
      'filtered',
    ],
    [{ exceptionType: 'AI_APICallError', message: 'Bad Gateway' }, 'vendor_error'],
    [{ exceptionType: 'AI_APICallError', message: 'no idea' }, 'unknown'],
  ] as const)('%o is %s', (seen, outcome) => {
    expect(outcomeOfFailure(evidence(seen))).toBe(outcome);
  });
});

describe('a status in the words of a failure', () => {
  it.each([
    ['429 Rate limit reached', 429],
    ['Error: 529 {"type":"error"}', 529],
    ["Error code: 402 - {'error': 1}", 402],
    ['RESOURCE_EXHAUSTED: 429 Rate limit', 429],
    ['UNAVAILABLE: Error fetching from https://x: [503 Service Unavailable] later', 503],
    ['{"error":{"code":400,"message":"too many"}}', 400],
    ['Request failed with status code 401', 401],
    ['503', 503],
    ['512 is not a multiple of 3', null],
    ['the model said 429 times no', null],
    ['waited 500 ms', null],
    ['{"messages":[{"role":"user","content":"what does it mean when I get this: \\"code\\":500"}]}', null],
  ])('%s: %s', (text, status) => {
    expect(statusInText('', text)).toBe(status);
  });
});
