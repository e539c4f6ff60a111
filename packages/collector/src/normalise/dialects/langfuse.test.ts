import { describe, expect, it } from 'vitest';
import { endedAtMs, normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const generation = {
  'langfuse.observation.type': 'generation',
  'langfuse.observation.model.name': 'gpt-5-2025-08-07',
};

describe('an observation of Langfuse', () => {
  it('is a call whose parts are put together again', () => {
    const usage =
      '{"input":944,"output":44,"total":1277,"input_cached_tokens":256,"output_reasoning_tokens":33}';
    expect(onlyCall(spanOf({ ...generation, 'langfuse.observation.usage_details': usage }))).toMatchObject({
      source: 'langfuse',
      provider: 'openai',
      inputTokens: 1200,
      outputTokens: 77,
      cacheReadTokens: 256,
      reasoningTokens: 33,
      outcome: 'ok',
    });
  });

  it('names the model that answered once it has, and the requested one before', () => {
    expect(onlyCall(spanOf(generation))).toMatchObject({ model: '', responseModel: 'gpt-5-2025-08-07' });
    const failed = { ...generation, 'langfuse.observation.level': 'ERROR' };
    expect(onlyCall(spanOf(failed))).toMatchObject({ model: 'gpt-5-2025-08-07', responseModel: '' });
    const asked = { 'langfuse.observation.metadata.ls_model_name': 'gpt-5' };
    expect(onlyCall(spanOf({ ...generation, ...asked }))).toMatchObject({
      model: 'gpt-5',
      responseModel: 'gpt-5-2025-08-07',
    });
  });

  it('began to stream at the time it says, quotes and all', () => {
    const at = JSON.stringify(new Date(endedAtMs - 1500).toISOString());
    const span = spanOf({ ...generation, 'langfuse.observation.completion_start_time': at });
    expect(onlyCall(span)).toMatchObject({
      timeToFirstChunkMs: 500,
      streaming: true,
      model: 'gpt-5-2025-08-07',
    });
  });

  it('has no time to the first chunk when that lies before its start', () => {
    const at = new Date(endedAtMs - 60_000).toISOString();
    const span = spanOf({ ...generation, 'langfuse.observation.completion_start_time': at });
    expect(onlyCall(span).timeToFirstChunkMs).toBeNull();
  });

  it.each([
    ['rate_limited', 429, 'Error: 429 Rate limit reached for gpt-5'],
    ['vendor_error', 500, 'Error: 500 The server had an error'],
    ['timeout', null, 'Error: Request timed out.'],
    ['unknown', null, 'Error: something'],
  ])('ends as %s with status %s by its level and message: %s', (outcome, httpStatus, message) => {
    const failed = {
      ...generation,
      'langfuse.observation.level': 'ERROR',
      'langfuse.observation.status_message': message,
    };
    expect(onlyCall(spanOf(failed))).toMatchObject({ outcome, httpStatus });
  });

  it.each(['span', 'agent', 'tool', 'event'])('is no call when it is a %s', (type) => {
    expect(normaliseNow(spanOf({ 'langfuse.observation.type': type })).dropped).toEqual({ not_llm: 1 });
  });
});
