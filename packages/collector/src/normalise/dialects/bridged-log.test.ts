import { expect, it } from 'vitest';
import { endedAtMs, normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const answer = {
  'log.bridge': true,
  'event.name': 'qwen-code.api_response',
  model: 'qwen3-coder-plus',
  duration_ms: 180,
  status_code: 200,
  input_token_count: 5,
  output_token_count: 7,
};

it('a log record of Qwen Code that comes as a span is a call, once for each', () => {
  expect(onlyCall(spanOf(answer, { name: 'API response from qwen3-coder-plus.', kind: 1 }))).toMatchObject({
    source: 'gemini_cli',
    provider: 'alibaba_cloud',
    responseModel: 'qwen3-coder-plus',
    httpStatus: 200,
    outputTokens: 7,
    // The span begins when the call had ended, and lasts as long as the call.
    endMs: endedAtMs - 2000,
    durationMs: 2000,
  });
  const failed = {
    ...answer,
    'event.name': 'qwen-code.api_error',
    status_code: 429,
    error_type: 'rate_limit_error',
  };
  expect(onlyCall(spanOf(failed, { statusCode: 2 }))).toMatchObject({
    outcome: 'rate_limited',
    httpStatus: 429,
  });
});

it('what else it bridges is no call', () => {
  const tool = { 'log.bridge': true, 'event.name': 'qwen-code.tool_call', model: 'qwen3-coder-plus' };
  expect(normaliseNow(spanOf(tool)).dropped).toEqual({ not_llm: 1 });
});
