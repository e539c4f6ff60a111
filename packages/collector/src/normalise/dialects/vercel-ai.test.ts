import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const doStream = {
  'ai.operationId': 'ai.streamText.doStream',
  'ai.model.provider': 'openai.chat',
  'ai.model.id': 'gpt-5',
  'gen_ai.system': 'openai.chat',
  'gen_ai.request.model': 'gpt-5',
};

describe('a request of the Vercel AI SDK 4 to 6', () => {
  it('is one call; what surrounds it and repeats its usage is none', () => {
    const around = spanOf({ ...doStream, 'ai.operationId': 'ai.streamText' }, { spanId: 'a'.repeat(16) });
    const request = spanOf(
      {
        ...doStream,
        'ai.response.model': 'gpt-5-2025-08-07',
        'ai.response.finishReason': 'stop',
        'ai.response.msToFirstChunk': 322.6,
        'ai.usage.inputTokens': 1200,
        'ai.usage.outputTokens': 77,
        'ai.usage.reasoningTokens': 33,
        'ai.usage.cachedInputTokens': 256,
      },
      { parentSpanId: 'a'.repeat(16) },
    );
    const rows = normaliseNow(request, around);
    expect(rows.dropped).toEqual({ not_llm: 1 });
    expect(rows.calls).toMatchObject([
      {
        source: 'vercel_ai',
        provider: 'openai',
        model: 'gpt-5',
        responseModel: 'gpt-5-2025-08-07',
        operation: 'chat',
        outcome: 'ok',
        finishReason: 'stop',
        streaming: true,
        timeToFirstChunkMs: 322.6,
        inputTokens: 1200,
        outputTokens: 77,
        cacheReadTokens: 256,
        reasoningTokens: 33,
      },
    ]);
  });

  it('is an embedding for doEmbed', () => {
    const call = onlyCall(
      spanOf({ 'ai.operationId': 'ai.embedMany.doEmbed', 'ai.model.id': 'e-3', 'ai.usage.tokens': 8 }),
    );
    expect(call).toMatchObject({ operation: 'embeddings', model: 'e-3', inputTokens: 8, outcome: 'ok' });
  });

  const claude = {
    ...doStream,
    'ai.model.provider': 'anthropic.messages',
    'ai.model.id': 'claude-opus-4-8',
    'ai.response.providerMetadata':
      '{"anthropic":{"cacheCreationInputTokens":100,"cacheReadInputTokens":300}}',
    'ai.usage.outputTokens': 66,
  };

  it('adds cached tokens to the input before version 6, however large the rest is', () => {
    const call = onlyCall(spanOf({ ...claude, 'ai.usage.promptTokens': 5000 }));
    expect(call).toMatchObject({ inputTokens: 5400, cacheReadTokens: 300, cacheWriteTokens: 100 });
  });

  it('leaves the input as it is from version 6 on, where it includes them', () => {
    const since6 = { 'ai.usage.inputTokens': 5400, 'ai.usage.inputTokenDetails.noCacheTokens': 5000 };
    expect(onlyCall(spanOf({ ...claude, ...since6 })).inputTokens).toBe(5400);
  });

  it("adds Gemini's thoughts, and does not take the repeated model for the one that answered", () => {
    const call = onlyCall(
      spanOf({
        ...doStream,
        'ai.model.provider': 'google.generative-ai',
        'ai.model.id': 'gemini-2.5-flash',
        'ai.response.model': 'gemini-2.5-flash',
        'ai.usage.promptTokens': 210,
        'ai.usage.completionTokens': 55,
        'ai.response.providerMetadata':
          '{"google":{"usageMetadata":{"cachedContentTokenCount":64,"thoughtsTokenCount":22,"totalTokenCount":287}}}',
      }),
    );
    expect(call).toMatchObject({
      provider: 'gcp.gemini',
      responseModel: '',
      inputTokens: 210,
      outputTokens: 77,
      cacheReadTokens: 64,
      reasoningTokens: 22,
    });
  });

  it('passes over metadata that is broken or as long as an answer', () => {
    for (const metadata of ['{"openai":', `{"openai":{"x":"${'x'.repeat(9000)}"}}`]) {
      const call = onlyCall(spanOf({ ...doStream, 'ai.response.providerMetadata': metadata }));
      expect(call).toMatchObject({ outcome: 'ok', cacheReadTokens: null });
    }
  });

  it.each([
    ['rate_limited', 'AI_APICallError', 'Rate limit reached for gpt-5 on tokens per min (TPM)'],
    ['overloaded', 'AI_APICallError', 'Overloaded'],
    [
      'vendor_error',
      'AI_APICallError',
      'The server had an error while processing your request. Sorry about that!',
    ],
    ['caller_error', 'AI_APICallError', "This model's maximum context length is 128000 tokens."],
    ['timeout', 'TimeoutError', 'The operation was aborted due to timeout'],
    ['unknown', 'AI_APICallError', 'Something else'],
  ])('ends as %s for %s: %s', (outcome, type, message) => {
    const span = spanOf(doStream, { statusCode: 2, statusMessage: message, exceptions: [{ type, message }] });
    expect(onlyCall(span)).toMatchObject({ outcome, httpStatus: null });
  });

  it('ends broken off when a stream finishes with an error, though the span has no status', () => {
    const span = spanOf({
      ...doStream,
      'ai.response.finishReason': 'error',
      'ai.response.msToFirstChunk': 12,
    });
    expect(onlyCall(span).outcome).toBe('truncated');
  });

  it("belongs to the model's vendor when the user named the client, unless anybody can serve that model", () => {
    const named = { ...doStream, 'ai.model.provider': 'my-client.chat' };
    expect(onlyCall(spanOf(named)).provider).toBe('openai');
    expect(onlyCall(spanOf({ ...named, 'ai.model.id': 'deepseek-r1' })).provider).toBe('my-client');
  });
});
