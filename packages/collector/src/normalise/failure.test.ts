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
  ] as const)('%o is %s', (seen, outcome) => {
    expect(outcomeOfFailure(evidence(seen))).toBe(outcome);
  });
});
