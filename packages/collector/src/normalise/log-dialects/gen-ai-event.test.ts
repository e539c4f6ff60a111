import { describe, expect, it } from 'vitest';
import { createMemory } from '../memory.ts';
import { normalise } from '../normalise.ts';
import { logsNow, onlyLoggedCall, recordOf } from '../record.fixture.ts';
import { attributesOf, endedAtMs, spanOf } from '../span.fixture.ts';

const details = 'gen_ai.client.inference.operation.details';
const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5',
  'gen_ai.response.model': 'gpt-5-2026-03-01',
  'gen_ai.usage.input_tokens': 100,
  'gen_ai.usage.output_tokens': 20,
};
const inApp = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };

describe('the event of the GenAI conventions', () => {
  it('tells a call where no span does', () => {
    expect(onlyLoggedCall(recordOf(details, chat, inApp))).toMatchObject({
      source: 'gen_ai',
      provider: 'openai',
      model: 'gpt-5',
      responseModel: 'gpt-5-2026-03-01',
      outcome: 'ok',
      inputTokens: 100,
      traceId: inApp.traceId,
      // When it began nobody said.
      durationMs: null,
    });
  });

  it('of a gateway is kept beside the calls and not counted', () => {
    const resource = { attributes: attributesOf({ 'service.name': 'kong-ai-gateway' }) };
    const rows = logsNow([recordOf(details, chat, { resource })]);
    expect(rows.calls).toMatchObject([{ vantage: 'gateway' }]);
    expect(rows.attempts).toEqual([]);
  });

  it('without a time is of the moment it came, and lasted nobody knows how long', () => {
    const rows = logsNow([recordOf(details, chat, { timeUnixNano: 0n })]);
    expect(rows).toMatchObject({ calls: [{ endMs: endedAtMs + 1000, durationMs: null }], clamped: 1 });
  });

  it('tells the call of an HTTP request that its app is seen to make', () => {
    const memory = createMemory();
    logsNow([recordOf(details, chat, inApp)], memory);
    const request = {
      'url.full': 'https://api.openai.com/v1/chat/completions',
      'http.request.method': 'POST',
    };
    const span = spanOf(request, { traceId: inApp.traceId, parentSpanId: inApp.spanId });
    expect(normalise([span], endedAtMs, memory).calls).toEqual([]);
  });

  it('tells a failure', () => {
    const { 'gen_ai.response.model': _, ...asked } = chat;
    expect(onlyLoggedCall(recordOf(details, { ...asked, 'error.type': 'RateLimitError' }))).toMatchObject({
      outcome: 'rate_limited',
      errorType: 'RateLimitError',
    });
  });

  it('counts once for each call that one span of the app surrounds, however often it is sent', () => {
    const calls = [1, 2, 3].map((output) =>
      recordOf(details, { ...chat, 'gen_ai.usage.output_tokens': output }, inApp),
    );
    const ids = [...logsNow(calls).calls, ...logsNow(calls).calls].map(({ spanId }) => spanId);
    expect(new Set(ids).size).toBe(3);
  });

  it.each([
    [
      'a request that has not ended',
      details,
      { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5' },
    ],
    ['an agent around calls', details, { ...chat, 'gen_ai.operation.name': 'invoke_agent' }],
    ['a message', 'gen_ai.user.message', chat],
    ['a log line', '', chat],
  ])('is no call when it is of %s', (_what, eventName, values) => {
    expect(logsNow([recordOf(eventName, values)]).calls).toEqual([]);
  });
});
