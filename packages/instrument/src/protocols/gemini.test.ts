import { describe, expect, it } from 'vitest';
import { gemini } from './gemini.ts';
import { readPieces, readStream, sse } from './streams.fixture.ts';

const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 5, cachedContentTokenCount: 2 };
const parts = (...list: object[]): object => ({ candidates: [{ content: { parts: list, role: 'model' } }] });
const finished = (finishReason: string): object => ({
  candidates: [{ content: { parts: [{ text: '' }] }, finishReason }],
  usageMetadata,
});

describe('a stream of Gemini', () => {
  it.each([
    ['text', { text: 'x' }],
    ['a thought', { text: 'x', thought: true }],
    ['a function call', { functionCall: { name: 'f', args: {} } }],
    ['an image', { inlineData: { mimeType: 'image/png', data: 'AAAA' } }],
    ['code', { executableCode: { language: 'PYTHON', code: '1' } }],
  ])('has its first content with %s', (_, part) => {
    expect(
      readPieces(gemini, [sse(parts({ text: '' })), sse(parts(part)), sse(finished('STOP'))]),
    ).toMatchObject({
      firstAt: 1,
      answer: { protocol: 'complete', hasContent: true, usage: { inputTokens: 3, cacheReadTokens: 2 } },
    });
  });

  it.each([
    ['STOP', false],
    ['MAX_TOKENS', false],
    ['SAFETY', true],
    ['IMAGE_PROHIBITED_CONTENT', true],
  ])('is over with the finish reason %s', (finishReason, filtered) => {
    expect(readStream(gemini, sse(parts({ text: 'x' }), finished(finishReason)))).toMatchObject({
      protocol: 'complete',
      filtered,
    });
  });

  it('is over when the prompt was blocked', () => {
    expect(readStream(gemini, sse({ promptFeedback: { blockReason: 'SAFETY' } }))).toMatchObject({
      protocol: 'complete',
      filtered: true,
      hasContent: false,
    });
  });

  it('is blank, not broken off, when it holds the counts and no candidate', () => {
    expect(readStream(gemini, sse({ usageMetadata, responseId: 'r' }))).toMatchObject({
      protocol: 'complete',
      hasContent: false,
    });
    expect(readStream(gemini, sse({ ...parts({ text: 'x' }), usageMetadata }))).toMatchObject({
      protocol: 'incomplete',
    });
  });

  it('has failed at an error inside a 200', () => {
    const error = { code: 503, status: 'UNAVAILABLE', message: 'The model is overloaded.' };
    expect(readStream(gemini, sse(parts({ text: 'x' }), { error }))?.error).toMatchObject({
      type: 'UNAVAILABLE',
    });
  });
});
