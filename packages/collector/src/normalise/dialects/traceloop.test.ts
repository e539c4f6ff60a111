import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const scope = { scope: { name: '@traceloop/instrumentation-anthropic', version: '' } };
const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-opus-4-8',
};

describe('a span of OpenLLMetry', () => {
  it("adds Anthropic's cached tokens, which it counts apart", () => {
    const usage = {
      'gen_ai.usage.input_tokens': 5000,
      'gen_ai.usage.cache_read.input_tokens': 300,
      'gen_ai.usage.cache_creation.input_tokens': 100,
    };
    expect(onlyCall(spanOf({ ...chat, ...usage }, scope))).toMatchObject({
      source: 'traceloop',
      inputTokens: 5400,
    });
  });

  it("adds Gemini's thoughts and knows which of Google's services it was", () => {
    const gemini = {
      'gen_ai.operation.name': 'generate_content',
      'gen_ai.provider.name': 'gcp.gen_ai',
      'gen_ai.request.model': 'gemini-2.5-flash',
      'gen_ai.usage.input_tokens': 210,
      'gen_ai.usage.output_tokens': 55,
      'gen_ai.usage.reasoning_tokens': 22,
      'gen_ai.usage.total_tokens': 287,
    };
    expect(onlyCall(spanOf(gemini, scope))).toMatchObject({
      provider: 'gcp.gemini',
      operation: 'chat',
      outputTokens: 77,
      reasoningTokens: 22,
    });
  });

  it('is no call for workflows and tasks', () => {
    const task = spanOf(
      { 'traceloop.span.kind': 'task' },
      { scope: { name: '@traceloop/node-server-sdk', version: '' } },
    );
    expect(normaliseNow(task)).toMatchObject({ calls: [], dropped: { not_llm: 1 } });
  });

  it('is read in its oldest names too', () => {
    const old = {
      'llm.request.type': 'chat',
      'gen_ai.system': 'OpenAI',
      'llm.request.model': 'gpt-4',
      'llm.response.model': 'gpt-4-0613',
      'llm.usage.prompt_tokens': 12,
      'llm.usage.completion_tokens': 3,
    };
    expect(onlyCall(spanOf(old))).toMatchObject({
      provider: 'openai',
      model: 'gpt-4',
      responseModel: 'gpt-4-0613',
      inputTokens: 12,
      outputTokens: 3,
    });
  });

  it('has status and class in the message', () => {
    const message = '429 {"type":"error","error":{"type":"rate_limit_error","message":"too much"}}';
    const span = spanOf(chat, { ...scope, statusCode: 2, exceptions: [{ type: 'Error', message }] });
    expect(onlyCall(span)).toMatchObject({ outcome: 'rate_limited', httpStatus: 429 });
  });
});
