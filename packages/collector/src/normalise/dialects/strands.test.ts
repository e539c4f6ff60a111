import { describe, expect, it } from 'vitest';
import { onlyCall, spanOf } from '../span.fixture.ts';

const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.system': 'checkout',
  'gen_ai.request.model': 'claude-opus-4-8',
  'gen_ai.server.time_to_first_token': 412,
};

describe('a span of Strands Agents', () => {
  it('has its time to the first token in milliseconds, and its vendor from the model', () => {
    const call = onlyCall(spanOf(chat, { scope: { name: 'strands.telemetry.tracer', version: '' } }));
    expect(call).toMatchObject({ source: 'strands', timeToFirstChunkMs: 412, provider: 'anthropic' });
  });

  it('is throttled, not broken, when its exception says so', () => {
    const exceptions = [{ type: 'ModelThrottledError', message: 'Too many requests' }];
    const span = spanOf(chat, { scope: { name: 'strands-agents', version: '' }, statusCode: 2, exceptions });
    expect(onlyCall(span).outcome).toBe('rate_limited');
  });
});
