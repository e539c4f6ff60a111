import { describe, expect, it } from 'vitest';
import { onlyCall, spanOf } from '../span.fixture.ts';

const call = { 'gen_ai.operation.name': 'llm_call', 'gen_ai.request.model': 'gemini-2.5-flash' };

describe('a model call of Gemini CLI', () => {
  it('belongs to the vendor of its model', () => {
    expect(onlyCall(spanOf(call, { kind: 1 }))).toMatchObject({
      source: 'gemini_cli',
      provider: 'gcp.gemini',
      operation: 'chat',
    });
    expect(onlyCall(spanOf({ ...call, 'gen_ai.request.model': 'qwen3-coder' })).provider).toBe(
      'alibaba_cloud',
    );
  });

  it("has its status in the vendor's body that it quotes", () => {
    const statusMessage =
      '{"error":{"code":400,"message":"The input token count exceeds the maximum number of tokens allowed.","status":"INVALID_ARGUMENT"}}';
    expect(onlyCall(spanOf(call, { statusCode: 2, statusMessage }))).toMatchObject({
      outcome: 'caller_error',
      httpStatus: 400,
    });
  });

  it('is blank when it brought nothing', () => {
    expect(onlyCall(spanOf({ ...call, 'gen_ai.usage.output_tokens': 0 })).outcome).toBe('blank');
  });
});
