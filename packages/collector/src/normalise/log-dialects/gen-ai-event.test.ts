import { describe, expect, it } from 'vitest';
import { logsNow, onlyLoggedCall, recordOf } from '../record.fixture.ts';

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
    });
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
