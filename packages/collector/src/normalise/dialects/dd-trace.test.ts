import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const id = 'a'.repeat(16);
const request = {
  '_dd.integration': 'openai',
  'operation.name': 'openai.request',
  'gen_ai.operation.name': 'llm',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5-2025-08-07',
  'openai.request.model': 'gpt-5',
  'openai.response.model': 'gpt-5-2025-08-07',
};

describe('a span of dd-trace', () => {
  it('is a call; the model it calls requested is the one that answered', () => {
    const usage = {
      'gen_ai.usage.input_tokens': 1200,
      'gen_ai.usage.output_tokens': 77,
      'gen_ai.usage.cache_read_input_tokens': 256,
      'gen_ai.usage.reasoning_output_tokens': 33,
    };
    expect(onlyCall(spanOf({ ...request, ...usage }))).toMatchObject({
      source: 'dd_trace',
      operation: 'chat',
      model: 'gpt-5',
      responseModel: 'gpt-5-2025-08-07',
      inputTokens: 1200,
      cacheReadTokens: 256,
      reasoningTokens: 33,
    });
  });

  it("is rate limited though its error's type is the limit's name, and counts the requests inside", () => {
    const message = 'tokens: 429 Rate limit reached for gpt-5 on tokens per min (TPM)';
    const failed = spanOf(
      { ...request, 'error.type': 'tokens' },
      { spanId: id, statusCode: 2, statusMessage: message },
    );
    const http = {
      '_dd.integration': 'fetch',
      'http.url': 'https://api.openai.com/v1/chat/completions',
      'http.method': 'POST',
      'http.status_code': '429',
    };
    const requests = ['b', 'c'].map((digit) => spanOf(http, { spanId: digit.repeat(16), parentSpanId: id }));
    expect(onlyCall(...requests, failed)).toMatchObject({
      outcome: 'rate_limited',
      httpStatus: 429,
      attempts: 2,
    });
  });

  it('times out by its message', () => {
    const span = spanOf(
      { ...request, 'error.type': 'Error' },
      { statusCode: 2, statusMessage: 'Error: Request timed out.' },
    );
    expect(onlyCall(span).outcome).toBe('timeout');
  });

  it('is no call for workflows, tools and sockets', () => {
    const workflow = spanOf({ ...request, 'gen_ai.operation.name': 'workflow' });
    const socket = spanOf({ '_dd.integration': 'net', 'out.host': 'api.openai.com' });
    expect(normaliseNow(workflow, socket)).toMatchObject({ calls: [], dropped: { not_llm: 2 } });
  });

  it("takes the environment from the span's own tag where the resource has none", () => {
    const resource = { attributes: new Map([['service.name', 'checkout']]) };
    expect(onlyCall(spanOf({ ...request, env: 'staging' }, { resource })).environment).toBe('staging');
  });
});
