import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

describe('a span of MLflow', () => {
  it('is a call whose values are JSON', () => {
    const span = spanOf({
      'mlflow.spanType': '"CHAT_MODEL"',
      'mlflow.llm.model': '"gpt-5"',
      'mlflow.llm.provider': '"openai"',
      'mlflow.chat.tokenUsage': '{"input_tokens":12,"output_tokens":3,"total_tokens":15}',
    });
    expect(onlyCall(span)).toMatchObject({
      source: 'mlflow',
      provider: 'openai',
      model: 'gpt-5',
      inputTokens: 12,
      outputTokens: 3,
    });
  });

  it('has failed when its status says so, by what the exception is', () => {
    const exceptions = [{ type: 'openai.RateLimitError', message: 'Error code: 429 - slow down' }];
    const span = spanOf({ 'mlflow.spanType': '"LLM"' }, { statusCode: 2, exceptions });
    expect(onlyCall(span)).toMatchObject({ outcome: 'rate_limited', httpStatus: 429 });
  });

  it.each(['"CHAIN"', '"AGENT"', '"TOOL"'])('is no call when it is %s', (type) => {
    expect(normaliseNow(spanOf({ 'mlflow.spanType': type })).dropped).toEqual({ not_llm: 1 });
  });
});
