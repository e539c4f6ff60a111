import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const scope = { scope: { name: 'gen_ai', version: '' } };
const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'gcp.gemini',
  'gen_ai.request.model': 'gemini-2.5-flash',
  'gen_ai.response.model': 'gemini-2.5-flash',
};

describe('a span of the Vercel AI SDK 7', () => {
  it('is one call, without its steps and agents', () => {
    const step = spanOf({ 'gen_ai.operation.name': 'agent_step' }, scope);
    const agent = spanOf({ ...chat, 'gen_ai.operation.name': 'invoke_agent' }, scope);
    const first = { 'gen_ai.client.operation.time_to_first_chunk': 0.35 };
    const rows = normaliseNow(spanOf({ ...chat, ...first }, scope), step, agent);
    expect(rows.dropped).toEqual({ not_llm: 2 });
    expect(rows.calls).toMatchObject([
      { source: 'vercel_ai_7', timeToFirstChunkMs: 350, streaming: true, responseModel: '' },
    ]);
  });

  it('keeps the model that answered where the provider says it', () => {
    const gpt = {
      ...chat,
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'm',
      'gen_ai.response.model': 'm',
    };
    expect(onlyCall(spanOf(gpt, scope)).responseModel).toBe('m');
  });

  it('is broken off when it finishes with an error after content', () => {
    const broken = {
      ...chat,
      'gen_ai.response.finish_reasons': ['error'],
      'gen_ai.client.operation.time_to_first_chunk': 0.35,
    };
    expect(onlyCall(spanOf(broken, scope)).outcome).toBe('truncated');
  });
});
