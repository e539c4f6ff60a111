import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const llm = { 'openinference.span.kind': 'LLM', 'llm.provider': 'openai', 'llm.system': 'openai' };

describe('a span of OpenInference', () => {
  it('has the requested model in the request, once the answer has overwritten the other one', () => {
    const call = onlyCall(
      spanOf({
        ...llm,
        'llm.model_name': 'gpt-5-2025-08-07',
        'llm.invocation_parameters': '{"model":"gpt-5","stream":true}',
        'llm.token_count.prompt': 1200,
        'llm.token_count.completion': 77,
        'llm.token_count.prompt_details.cache_read': 256,
        'llm.token_count.completion_details.reasoning': 33,
        'llm.finish_reason': 'stop',
      }),
    );
    expect(call).toMatchObject({
      source: 'openinference',
      model: 'gpt-5',
      responseModel: 'gpt-5-2025-08-07',
      streaming: true,
      inputTokens: 1200,
      outputTokens: 77,
      cacheReadTokens: 256,
      reasoningTokens: 33,
      finishReason: 'stop',
      outcome: 'ok',
    });
  });

  it('names no answering model when only the requested one is known', () => {
    const call = onlyCall(
      spanOf({ ...llm, 'llm.model_name': 'gpt-5', 'llm.invocation_parameters': '{"model":"gpt-5"}' }),
    );
    expect(call).toMatchObject({ model: 'gpt-5', responseModel: '' });
  });

  it('reads models from the start of long bodies, and from nothing that a user wrote', () => {
    const call = onlyCall(
      spanOf({
        ...llm,
        'llm.model_name': 'gpt-5',
        'input.value': '{"messages":[{"content":"{\\"model\\":\\"fake\\"}"}]}',
        'output.value': `[{"id":"c-1","model":"gpt-5-2025-08-07","choices":"${'x'.repeat(100_000)}"}]`,
      }),
    );
    expect(call).toMatchObject({ model: 'gpt-5', responseModel: 'gpt-5-2025-08-07' });
  });

  it('does not take an answer in place of the parameters for a request', () => {
    const answer = '{"id":"resp_1","model":"gpt-5-2025-08-07"}';
    const call = onlyCall(
      spanOf({
        ...llm,
        'llm.model_name': 'gpt-5-2025-08-07',
        'llm.invocation_parameters': answer,
        'output.value': answer,
      }),
    );
    expect(call).toMatchObject({ model: '', responseModel: 'gpt-5-2025-08-07' });
  });

  it("knows Bedrock's full model id from the request", () => {
    const exceptions = [{ type: 'ThrottlingException', message: 'Too many tokens, please wait.' }];
    const bedrock = spanOf(
      {
        'openinference.span.kind': 'LLM',
        'llm.provider': 'aws',
        'llm.system': 'anthropic',
        'llm.model_name': 'claude-opus-4-8',
        'input.value': '{"modelId":"eu.anthropic.claude-opus-4-8-v1:0","messages":[]}',
      },
      { statusCode: 2, exceptions },
    );
    expect(onlyCall(bedrock)).toMatchObject({
      provider: 'aws.bedrock',
      model: 'eu.anthropic.claude-opus-4-8-v1:0',
      responseModel: '',
      outcome: 'rate_limited',
    });
  });

  it("takes LangChain's vendor from its metadata", () => {
    const span = spanOf({
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'any',
      metadata: '{"ls_provider":"mistral"}',
    });
    expect(onlyCall(span).provider).toBe('mistral_ai');
  });

  it("reads the model that answered from LangChain's serialised message", () => {
    const kwargs = {
      content: 'x'.repeat(2000),
      response_metadata: { model_name: 'gpt-5-2025-08-07' },
      id: 'c-1',
    };
    const output = JSON.stringify({ generations: [[{ text: 'x', message: { kwargs } }]] });
    const span = spanOf({ ...llm, 'llm.model_name': 'gpt-5', 'output.value': output });
    expect(onlyCall(span)).toMatchObject({ model: 'gpt-5', responseModel: 'gpt-5-2025-08-07' });
    const broken = spanOf({ ...llm, 'llm.model_name': 'gpt-5', 'output.value': '{"generations":[[' });
    expect(onlyCall(broken)).toMatchObject({ model: 'gpt-5', responseModel: '', outcome: 'ok' });
  });

  it('counts embeddings, and no chains, agents or prompts', () => {
    const embedding = spanOf({
      'openinference.span.kind': 'EMBEDDING',
      'embedding.model_name': 'text-embedding-3-small',
    });
    const others = ['CHAIN', 'AGENT', 'PROMPT', 'TOOL'].map((kind) =>
      spanOf({ ...llm, 'openinference.span.kind': kind }),
    );
    const rows = normaliseNow(embedding, ...others);
    expect(rows.calls).toMatchObject([
      { operation: 'embeddings', model: 'text-embedding-3-small', outcome: 'ok' },
    ]);
    expect(rows.dropped).toEqual({ not_llm: 4 });
  });
});
