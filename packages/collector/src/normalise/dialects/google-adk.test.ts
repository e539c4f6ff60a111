import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const named = { name: 'call_llm', scope: { name: 'gcp.vertex.agent', version: '' } };
const call = { 'gen_ai.system': 'gcp.vertex.agent', 'gen_ai.request.model': 'gemini-2.5-flash' };

describe("a model call of Google's Agent Development Kit", () => {
  it('is a call without an operation, with its usage in the answer', () => {
    const answer = {
      usageMetadata: {
        promptTokenCount: 210,
        candidatesTokenCount: 55,
        thoughtsTokenCount: 22,
        cachedContentTokenCount: 64,
        totalTokenCount: 287,
      },
    };
    const values = {
      ...call,
      'gcp.vertex.agent.llm_response': JSON.stringify(answer),
      'gen_ai.usage.input_tokens': 210,
      'gen_ai.usage.output_tokens': 55,
    };
    expect(onlyCall(spanOf(values, named))).toMatchObject({
      source: 'google_adk',
      provider: 'gcp.gemini',
      operation: 'chat',
      outputTokens: 77,
      cacheReadTokens: 64,
      reasoningTokens: 22,
    });
  });

  it('cannot be told from a success when it failed: it says nothing at all', () => {
    expect(onlyCall(spanOf({}, named))).toMatchObject({ outcome: 'ok', model: '', provider: 'gcp.gemini' });
  });

  it('is no call for agents and runs', () => {
    expect(normaliseNow(spanOf(call, { ...named, name: 'invocation' })).dropped).toEqual({ not_llm: 1 });
  });
});
