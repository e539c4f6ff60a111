import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const llm = {
  'langsmith.span.kind': 'llm',
  'gen_ai.operation.name': 'chat',
  'gen_ai.system': 'langchain',
  'gen_ai.request.model': 'claude-opus-4-8',
  'langsmith.metadata.ls_provider': 'anthropic',
};

describe('a span of LangSmith', () => {
  it('has its cached and reasoning tokens in JSON', () => {
    const usage =
      '{"input_tokens":441,"output_tokens":66,"total_tokens":507,"input_token_details":{"ephemeral_5m_input_tokens":100,"cache_read":300},"output_token_details":{"reasoning":5}}';
    const call = onlyCall(
      spanOf({
        ...llm,
        'gen_ai.usage.input_tokens': 441,
        'gen_ai.usage.output_tokens': 66,
        'langsmith.usage_metadata': usage,
      }),
    );
    expect(call).toMatchObject({
      source: 'langsmith',
      provider: 'anthropic',
      inputTokens: 441,
      outputTokens: 66,
      cacheReadTokens: 300,
      cacheWriteTokens: 100,
      reasoningTokens: 5,
    });
  });

  it('has failed when there is an exception, though its status is OK', () => {
    const message = 'Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
    const span = spanOf(llm, { statusCode: 1, exceptions: [{ type: 'Error', message }] });
    expect(onlyCall(span)).toMatchObject({ outcome: 'overloaded', httpStatus: 529 });
  });

  it.each(['chain', 'tool', 'retriever', 'prompt'])('is no call when it is a %s', (kind) => {
    expect(normaliseNow(spanOf({ ...llm, 'langsmith.span.kind': kind })).dropped).toEqual({ not_llm: 1 });
  });
});
