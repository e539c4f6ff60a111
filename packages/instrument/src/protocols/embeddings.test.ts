import { describe, expect, it } from 'vitest';
import { answerInBody } from './answer-reader.ts';
import { geminiEmbeddings } from './gemini-embeddings.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';

describe('embeddings of OpenAI-compatible servers', () => {
  const usage = { prompt_tokens: 3, total_tokens: 3 };

  it('are content when there is one, as numbers or in base64', () => {
    for (const embedding of [[0.1, 0.2], 'AAAA']) {
      const body = { object: 'list', model: 'm', data: [{ embedding, index: 0 }], usage };
      expect(answerInBody(openaiEmbeddings, 200, body)).toMatchObject({
        protocol: 'complete',
        hasContent: true,
        responseModel: 'm',
        usage: { inputTokens: 3 },
      });
    }
  });

  it('are blank when there is none, and malformed without a list', () => {
    for (const data of [[], [{ embedding: [] }], [{ embedding: '' }]])
      expect(answerInBody(openaiEmbeddings, 200, { data, usage })).toMatchObject({ hasContent: false });
    expect(answerInBody(openaiEmbeddings, 200, { ok: true })).toEqual({ protocol: 'malformed' });
  });

  it('leave usage unknown where the server says none', () => {
    expect(answerInBody(openaiEmbeddings, 200, { data: [{ embedding: [0.1] }] }).usage).toBeUndefined();
  });
});

describe('embeddings of Google', () => {
  const prediction = { embeddings: { values: [0.1], statistics: { token_count: 3, truncated: false } } };

  it.each([
    ['one', { embedding: { values: [0.1] } }, true, undefined],
    ['a batch', { embeddings: [{ values: [0.1] }] }, true, undefined],
    ['none', { embeddings: [] }, false, undefined],
    ['an empty one', { embedding: { values: [] } }, false, undefined],
    ['with usage', { embedding: { values: [0.1] }, usageMetadata: { promptTokenCount: 3 } }, true, 3],
    ['predictions of Vertex AI', { predictions: [prediction, prediction] }, true, 6],
  ])('are read from %s', (_, body, hasContent, inputTokens) => {
    const answer = answerInBody(geminiEmbeddings, 200, body);
    expect(answer).toMatchObject({ protocol: 'complete', hasContent });
    expect(answer.usage?.inputTokens).toBe(inputTokens);
  });
});
