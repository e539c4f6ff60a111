import { describe, expect, it } from 'vitest';
import { endedAtMs, normaliseNow, onlyAttempt, onlyCall, spanOf } from '../span.fixture.ts';

const callAttributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-opus-4-8',
  'gen_ai.request.stream': true,
  'gen_ai.response.model': 'claude-opus-4-8-20260601',
  'gen_ai.response.finish_reasons': ['end_turn'],
  'gen_ai.response.time_to_first_chunk': 1.75,
  'gen_ai.usage.input_tokens': 441,
  'gen_ai.usage.output_tokens': 66,
  'gen_ai.usage.cache_read.input_tokens': 300,
  'gen_ai.usage.cache_creation.input_tokens': 100,
  'http.response.status_code': 200,
  'faultline.outcome': 'ok',
  'faultline.attempts': 3,
  'faultline.attempt.duration': 0.5,
  'faultline.region': 'us',
  'faultline.credential': 'billing-key',
  'faultline.vendor.request_id': 'req_1',
  'faultline.request.fingerprint': 'f00d',
};

describe("a call span of Faultline's own SDK", () => {
  it('is one call with everything the span says', () => {
    expect(onlyCall(spanOf(callAttributes))).toEqual({
      endMs: endedAtMs,
      durationMs: 2000,
      provider: 'anthropic',
      model: 'claude-opus-4-8',
      region: 'us',
      credential: 'billing-key',
      service: 'checkout',
      environment: 'prod',
      outcome: 'ok',
      errorType: '',
      httpStatus: 200,
      timeToFirstChunkMs: 1750,
      vendorRequestId: 'req_1',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      operation: 'chat',
      responseModel: 'claude-opus-4-8-20260601',
      finishReason: 'end_turn',
      streaming: true,
      attempts: 3,
      inputTokens: 441,
      outputTokens: 66,
      cacheReadTokens: 300,
      cacheWriteTokens: 100,
      reasoningTokens: null,
      source: 'faultline',
      vantage: 'client',
      responseId: '',
    });
  });

  it('is also the attempt that ended the call, timed by itself and not with the retries before it', () => {
    expect(onlyAttempt(spanOf(callAttributes))).toMatchObject({
      durationMs: 500,
      // The call waited 1.5 s before this attempt began, and 1.75 s for the first chunk.
      timeToFirstChunkMs: 250,
      resendCount: 2,
      spanId: 'b7ad6b7169203331',
      callSpanId: 'b7ad6b7169203331',
      fingerprint: 'f00d',
      repeat: false,
    });
  });

  it('has the outcome unknown when a newer SDK names one that does not exist here', () => {
    expect(onlyCall(spanOf({ ...callAttributes, 'faultline.outcome': 'haunted' })).outcome).toBe('unknown');
  });
});

describe('an attempt span', () => {
  const attempt = spanOf(
    {
      'faultline.span.role': 'attempt',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-opus-4-8',
      'faultline.outcome': 'overloaded',
      'error.type': 'overloaded_error',
      'http.response.status_code': 529,
      'http.request.resend_count': 1,
      'faultline.retry_after': 0.25,
    },
    { spanId: '00f067aa0ba902b7', parentSpanId: 'b7ad6b7169203331' },
  );

  it('is one attempt of the call above it and no call', () => {
    expect(normaliseNow(attempt)).toMatchObject({ calls: [], dropped: {} });
    expect(onlyAttempt(attempt)).toMatchObject({
      outcome: 'overloaded',
      errorType: 'overloaded_error',
      httpStatus: 529,
      resendCount: 1,
      retryAfterMs: 250,
      spanId: '00f067aa0ba902b7',
      callSpanId: 'b7ad6b7169203331',
    });
  });

  it('joins the attempt of its call span when both come in one request', () => {
    const { calls, attempts } = normaliseNow(attempt, spanOf(callAttributes));
    expect(calls).toHaveLength(1);
    expect(attempts.map((row) => [row.callSpanId, row.outcome])).toEqual([
      ['b7ad6b7169203331', 'overloaded'],
      ['b7ad6b7169203331', 'ok'],
    ]);
  });
});
