import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const id = 'a'.repeat(16);
const messages = {
  'sentry.op': 'gen_ai.messages',
  'gen_ai.operation.name': 'messages',
  'gen_ai.system': 'anthropic',
  'gen_ai.request.model': 'claude-opus-4-8',
};

describe("a span of Sentry's AI monitoring", () => {
  it('is a call whichever method of the SDK it is named after', () => {
    expect(onlyCall(spanOf(messages))).toMatchObject({
      source: 'sentry',
      operation: 'chat',
      provider: 'anthropic',
    });
    expect(onlyCall(spanOf({ ...messages, 'sentry.op': 'gen_ai.embeddings' })).operation).toBe('embeddings');
  });

  it('learns from the HTTP span inside what failed', () => {
    const call = spanOf(messages, { spanId: id, statusCode: 2 });
    const request = spanOf(
      {
        'sentry.op': 'http.client',
        'url.full': 'https://api.anthropic.com/v1/messages',
        'http.request.method': 'POST',
        'http.response.status_code': 529,
      },
      { parentSpanId: id },
    );
    expect(onlyCall(spanOf(messages, { statusCode: 2 })).outcome).toBe('unknown');
    expect(onlyCall(request, call)).toMatchObject({
      source: 'sentry',
      outcome: 'overloaded',
      httpStatus: 529,
      attempts: 1,
      model: 'claude-opus-4-8',
    });
  });

  it.each(['gen_ai.invoke_agent', 'gen_ai.execute_tool', 'http.server', 'db'])('is no call for %s', (op) => {
    expect(normaliseNow(spanOf({ 'sentry.op': op })).dropped).toEqual({ not_llm: 1 });
  });
});
