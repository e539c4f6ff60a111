import { describe, expect, it } from 'vitest';
import type { ResponseHead } from '../call/attempt.ts';
import { readHead } from './response-head.ts';

function head(status: number, headers: Readonly<Record<string, string>>): ResponseHead {
  return readHead(new Response(null, { status, headers }));
}

describe('what a response head tells', () => {
  it.each([
    [{ 'retry-after': '2' }, 2],
    [{ 'retry-after-ms': '150', 'retry-after': '2' }, 0.15],
    [{ 'retry-after': '-1' }, 0],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
  ])('%j', (headers, retryAfter) => {
    expect(head(429, headers).retryAfter).toBe(retryAfter);
  });

  it('is the vendor’s own request id before a gateway’s', () => {
    const headers = { 'x-request-id': 'gateway', 'request-id': 'req_1' };
    expect(head(200, headers).vendorRequestId).toBe('req_1');
    expect(head(200, { 'x-amzn-requestid': 'aws-1' }).vendorRequestId).toBe('aws-1');
  });

  it('are the limits, to those who ask', () => {
    expect(head(200, { 'x-ratelimit-remaining-requests': '7' }).readRateLimit()?.requestsRemaining).toBe(7);
    expect(head(200, {}).readRateLimit()).toBeUndefined();
  });

  it('is the type of an AWS error, which its body lacks', () => {
    const throttled = head(429, { 'x-amzn-errortype': 'ModelNotReadyException:http://internal.amazon.com/' });
    expect(throttled.complete({ error: { message: 'wait' } })).toEqual({
      error: { type: 'ModelNotReadyException', message: 'wait' },
    });
    expect(head(500, {}).complete({})).toEqual({});
  });

  it('are the token counts of Bedrock, where no body says them', () => {
    const counted = head(200, {
      'x-amzn-bedrock-input-token-count': '3',
      'x-amzn-bedrock-output-token-count': '5',
    });
    const usage = { inputTokens: 3, outputTokens: 5 };
    expect(counted.complete({ protocol: 'complete' })).toEqual({ protocol: 'complete', usage });
    const said = { protocol: 'complete', usage: { inputTokens: 1 } } as const;
    expect(counted.complete(said)).toEqual(said);
  });
});
