import { describe, expect, it } from 'vitest';
import { onlyCall, spanOf } from '../span.fixture.ts';

const scope = { scope: { name: '@openlit/instrumentation-anthropic', version: '' } };
const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-opus-4-8',
};

describe('a span of OpenLIT', () => {
  it('has its time to the first token in seconds and streams', () => {
    const call = onlyCall(spanOf({ ...chat, 'gen_ai.server.time_to_first_token': 0.109 }, scope));
    expect(call).toMatchObject({ source: 'openlit', timeToFirstChunkMs: 109, streaming: true });
  });

  it("adds Anthropic's cached tokens, which it counts apart", () => {
    const cached = {
      ...chat,
      'gen_ai.usage.input_tokens': 5000,
      'gen_ai.usage.cache_read.input_tokens': 300,
    };
    expect(onlyCall(spanOf(cached, scope)).inputTokens).toBe(5300);
  });

  it('has its status in the message', () => {
    const message = '529 {"type":"error","error":{"type":"overloaded_error"}}';
    const span = spanOf(
      { ...chat, 'error.type': 'InternalServerError' },
      { ...scope, statusCode: 2, statusMessage: message },
    );
    expect(onlyCall(span)).toMatchObject({ outcome: 'overloaded', httpStatus: 529 });
  });
});
