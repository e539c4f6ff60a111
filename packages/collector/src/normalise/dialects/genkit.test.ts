import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const action = {
  'genkit:type': 'action',
  'genkit:metadata:subtype': 'model',
  'genkit:name': 'openai/gpt-5',
  'genkit:state': 'success',
};

describe('an action of Genkit', () => {
  it('is a call with the usage that stands in its output', () => {
    const output = JSON.stringify({
      finishReason: 'stop',
      usage: { inputTokens: 1200, outputTokens: 77, totalTokens: 1277 },
      raw: {
        id: 'c-1',
        model: 'gpt-5-2025-08-07',
        usage: {
          prompt_tokens_details: { cached_tokens: 256 },
          completion_tokens_details: { reasoning_tokens: 33 },
        },
      },
    });
    expect(onlyCall(spanOf({ ...action, 'genkit:output': output }))).toMatchObject({
      source: 'genkit',
      provider: 'openai',
      model: 'gpt-5',
      responseModel: 'gpt-5-2025-08-07',
      finishReason: 'stop',
      inputTokens: 1200,
      outputTokens: 77,
      cacheReadTokens: 256,
      reasoningTokens: 33,
    });
  });

  it('adds thoughts that its total shows to lie beside the output', () => {
    const usage = {
      inputTokens: 210,
      outputTokens: 55,
      thoughtsTokens: 22,
      cachedContentTokens: 64,
      totalTokens: 287,
    };
    const gemini = {
      ...action,
      'genkit:name': 'googleai/gemini-2.5-flash',
      'genkit:output': JSON.stringify({ usage }),
    };
    expect(onlyCall(spanOf(gemini))).toMatchObject({
      provider: 'gcp.gemini',
      outputTokens: 77,
      cacheReadTokens: 64,
    });
  });

  it('finds cached tokens among those Genkit has no name for, and the reason with the first candidate', () => {
    const usage = {
      inputTokens: 41,
      outputTokens: 66,
      custom: { cache_creation_input_tokens: 100, cache_read_input_tokens: 300 },
    };
    const claude = {
      ...action,
      'genkit:name': 'anthropic/claude-opus-4-8',
      'genkit:output': JSON.stringify({ candidates: [{ finishReason: 'length' }], usage }),
    };
    expect(onlyCall(spanOf(claude))).toMatchObject({
      inputTokens: 441,
      cacheWriteTokens: 100,
      finishReason: 'length',
    });
  });

  it('leaves the usage of an answer as long as a book unknown', () => {
    const output = JSON.stringify({ message: 'x'.repeat(70_000), usage: { inputTokens: 1 } });
    expect(onlyCall(spanOf({ ...action, 'genkit:output': output }))).toMatchObject({
      inputTokens: null,
      outcome: 'ok',
    });
  });

  it.each([
    ['rate_limited', 429, 'RESOURCE_EXHAUSTED: 429 Rate limit reached for gpt-5'],
    [
      'overloaded',
      503,
      'UNAVAILABLE: Error fetching from https://x: [503 Service Unavailable] The model is overloaded.',
    ],
  ])('ends as %s with the status %d', (outcome, httpStatus, message) => {
    const failed = { ...action, 'genkit:state': 'error' };
    const withCode = spanOf(failed, { statusCode: 2, exceptions: [{ type: String(httpStatus), message }] });
    const inWords = spanOf(failed, { exceptions: [{ type: 'GenkitError', message }] });
    expect(onlyCall(withCode)).toMatchObject({ outcome, httpStatus });
    expect(onlyCall(inWords)).toMatchObject({ outcome, httpStatus });
  });

  it('is no call when it only surrounds one', () => {
    expect(normaliseNow(spanOf({ 'genkit:type': 'util', 'genkit:name': 'generate' })).dropped).toEqual({
      not_llm: 1,
    });
  });
});
