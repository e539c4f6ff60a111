import { describe, expect, it } from 'vitest';
import type { Span } from '../../decode/span.ts';
import { normaliseNow, onlyAttempt, onlyCall, spanOf } from '../span.fixture.ts';

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5' };
const error = { statusCode: 2 } satisfies Partial<Span>;

describe('a span of the GenAI conventions', () => {
  it.each([
    { ...chat, 'gen_ai.provider.name': 'openai' },
    { ...chat, 'gen_ai.system': 'openai' },
    { ...chat, 'gen_ai.system': 'OpenAI', 'gen_ai.provider.name': 'none' },
    { ...chat, 'gen_ai.provider.name': 'openai.chat', 'server.address': 'api.openai.com' },
  ])('is one call and one attempt, whichever generation it speaks: %o', (attributes) => {
    const call = onlyCall(spanOf(attributes));
    expect(call).toMatchObject({
      provider: 'openai',
      model: 'gpt-5',
      outcome: 'ok',
      source: 'gen_ai',
      attempts: 1,
    });
    expect(onlyAttempt(spanOf(attributes))).toMatchObject({ callSpanId: call.spanId, spanId: call.spanId });
  });

  it.each([
    ['text_completion', 'text_completion'],
    ['embeddings', 'embeddings'],
    ['embedding', 'embeddings'],
    ['generate_content', 'chat'],
    ['chat.completions', 'chat'],
  ])('counts %s as a call, by one name for one thing: %s', (word, operation) => {
    expect(onlyCall(spanOf({ ...chat, 'gen_ai.operation.name': word })).operation).toBe(operation);
  });

  it.each(['invoke_agent', 'execute_tool', 'agent_step', 'retrieval'])(
    'counts no call for %s',
    (operation) => {
      expect(normaliseNow(spanOf({ ...chat, 'gen_ai.operation.name': operation }))).toMatchObject({
        calls: [],
        dropped: { not_llm: 1 },
      });
    },
  );

  it('reads numbers that came as text and takes words for "not known" as absent', () => {
    const call = onlyCall(
      spanOf({
        ...chat,
        'gen_ai.usage.input_tokens': '1200',
        'gen_ai.usage.output_tokens': -1,
        'gen_ai.response.model': 'N/A',
        'gen_ai.response.finish_reasons': '["stop"]',
        'error.type': 'none',
      }),
    );
    expect(call).toMatchObject({
      inputTokens: 1200,
      outputTokens: null,
      responseModel: '',
      finishReason: 'stop',
      outcome: 'ok',
    });
  });

  it("adds Anthropic's cached tokens to an input that leaves them out, and only then", () => {
    const cached = {
      'gen_ai.usage.cache_read.input_tokens': 300,
      'gen_ai.usage.cache_write.input_tokens': 100,
    };
    const claude = { ...chat, ...cached, 'gen_ai.provider.name': 'anthropic' };
    expect(onlyCall(spanOf({ ...claude, 'gen_ai.usage.input_tokens': 41 })).inputTokens).toBe(441);
    expect(onlyCall(spanOf({ ...claude, 'gen_ai.usage.input_tokens': 441 })).inputTokens).toBe(441);
    const gpt = { ...chat, 'gen_ai.provider.name': 'openai', ...cached, 'gen_ai.usage.input_tokens': 41 };
    expect(onlyCall(spanOf(gpt)).inputTokens).toBe(41);
  });

  it('counts the attempts a resend count tells of', () => {
    const span = spanOf({ ...chat, 'http.request.resend_count': 2 });
    expect(onlyCall(span).attempts).toBe(3);
    expect(onlyAttempt(span).resendCount).toBe(2);
  });

  it("takes Bedrock's region from the span, never another vendor's", () => {
    const region = { ...chat, 'cloud.region': 'eu-west-1' };
    expect(onlyCall(spanOf({ ...region, 'gen_ai.system': 'aws.bedrock' })).region).toBe('eu-west-1');
    expect(onlyCall(spanOf({ ...region, 'gen_ai.system': 'openai' })).region).toBe('');
  });

  it.each<[string, Record<string, string | number | string[]>, Partial<Span>]>([
    ['rate_limited', { 'http.response.status_code': 429, 'error.type': 'RateLimitError' }, error],
    ['rate_limited', {}, { statusCode: 2, statusMessage: '429 Rate limit reached for gpt-5' }],
    ['rate_limited', { 'error.type': '429' }, error],
    ['rate_limited', { 'error.type': 'openai.RateLimitError' }, error],
    ['quota_exhausted', {}, { exceptions: [{ type: 'insufficient_quota', message: '429 You exceeded' }] }],
    ['overloaded', { 'http.response.status_code': 200, 'error.type': 'overloaded_error' }, error],
    [
      'overloaded',
      { 'error.type': 'InternalServerError' },
      { statusCode: 2, statusMessage: '529 {"type":"error"}' },
    ],
    ['vendor_error', { 'error.type': 'InternalServerError' }, error],
    ['auth', { 'error.type': 'AuthenticationError' }, error],
    ['timeout', { 'error.type': 'APIConnectionTimeoutError' }, error],
    ['timeout', { 'error.type': 'client_timeout_error' }, error],
    ['stalled', { 'error.type': 'TimeoutError', 'gen_ai.response.time_to_first_chunk': 0.4 }, error],
    ['network', { 'error.type': 'connection_error' }, error],
    ['network', { 'error.type': 'APIConnectionError' }, error],
    ['network', {}, { statusCode: 2, statusMessage: 'connect ETIMEDOUT 192.0.2.1:443' }],
    ['truncated', { 'error.type': 'ECONNRESET', 'http.response.status_code': 200 }, error],
    [
      'truncated',
      { 'gen_ai.response.finish_reasons': ['error'], 'gen_ai.response.time_to_first_chunk': 1 },
      error,
    ],
    [
      'truncated',
      {
        'error.type': 'client_error',
        'http.response.status_code': 200,
        'gen_ai.response.time_to_first_chunk': 0.3,
      },
      error,
    ],
    ['unknown', { 'error.type': 'client_error', 'http.response.status_code': 200 }, error],
    ['malformed', { 'error.type': 'SyntaxError' }, error],
    ['cancelled', { 'error.type': 'APIUserAbortError' }, error],
    ['caller_error', {}, { exceptions: [{ type: 'context_length_exceeded', message: '400 too long' }] }],
    ['filtered', { 'gen_ai.response.finish_reasons': ['content_filter'] }, {}],
    ['filtered', { 'anthropic.message.stop_reason': 'refusal' }, {}],
    ['blank', { 'gen_ai.usage.output_tokens': 0, 'gen_ai.response.finish_reasons': ['stop'] }, {}],
    ['unknown', {}, error],
    ['unknown', { 'error.type': 'TypeError' }, error],
    ['rate_limited', {}, { statusCode: 1, exceptions: [{ type: 'Error', message: '429 too many' }] }],
  ])('ends as %s for %o, %o', (outcome, attributes, fields) => {
    expect(onlyCall(spanOf({ ...chat, ...attributes }, fields)).outcome).toBe(outcome);
  });

  it('takes an exception on a span that has its answer for one of a retry that went well', () => {
    const answered = { ...chat, 'gen_ai.response.finish_reasons': ['stop'] };
    const exceptions = [{ type: 'RateLimitError', message: '429 slow down' }];
    const retried = spanOf({ ...answered, 'http.response.status_code': 200 }, { exceptions });
    expect(onlyCall(retried).outcome).toBe('ok');
    expect(onlyCall(spanOf(answered, { exceptions }))).toMatchObject({ outcome: 'ok', httpStatus: null });
  });
});
