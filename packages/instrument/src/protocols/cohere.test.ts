import { describe, expect, it } from 'vitest';
import { answerInBody } from './answer-reader.ts';
import { cohereChat } from './cohere-chat.ts';
import { cohereChatV1 } from './cohere-chat-v1.ts';
import { cohereEmbed } from './cohere-embed.ts';
import { jsonLines, readPieces, readStream, sse } from './streams.fixture.ts';

const start = { type: 'message-start', id: 'c1', delta: { message: { role: 'assistant', content: [] } } };
const text = { type: 'content-delta', index: 0, delta: { message: { content: { text: 'x' } } } };
const usage = {
  billed_units: { input_tokens: 3, output_tokens: 5 },
  tokens: { input_tokens: 70, output_tokens: 6 },
  cached_tokens: 64,
};
const end = { type: 'message-end', id: 'c1', delta: { finish_reason: 'COMPLETE', usage } };

describe('Cohere chat, second version', () => {
  it('is over at message-end, which holds the usage', () => {
    expect(readStream(cohereChat, sse(start, text, end))).toMatchObject({
      protocol: 'complete',
      hasContent: true,
      responseId: 'c1',
      finishReasons: ['COMPLETE'],
      usage: { inputTokens: 70, outputTokens: 6, cacheReadTokens: 64 },
    });
    expect(readStream(cohereChat, sse(start, text))).toMatchObject({
      protocol: 'incomplete',
      hasContent: true,
    });
  });

  it.each([
    ['text', text],
    ['thinking', { type: 'content-delta', delta: { message: { content: { thinking: 'x' } } } }],
    ['a plan', { type: 'tool-plan-delta', delta: { message: { tool_plan: 'x' } } }],
    ['a tool call', { type: 'tool-call-start', delta: { message: { tool_calls: { id: 't' } } } }],
  ])('takes %s for first content', (_, event) => {
    const block = sse({ type: 'content-start', delta: { message: { content: { type: 'text', text: '' } } } });
    expect(readPieces(cohereChat, [sse(start), block, sse(event)]).firstAt).toBe(2);
  });

  it('has failed when message-end says so, inside a 200', () => {
    const failed = { type: 'message-end', delta: { finish_reason: 'ERROR', error: 'internal error' } };
    expect(readStream(cohereChat, sse(start, text, failed))?.error).toEqual({
      type: 'ERROR',
      message: 'internal error',
    });
  });

  it('tells a blank body from a whole one', () => {
    const message = { role: 'assistant', content: [{ type: 'text', text: 'x' }] };
    const body = { id: 'c1', message, finish_reason: 'MAX_TOKENS', usage };
    expect(answerInBody(cohereChat, 200, body)).toMatchObject({
      hasContent: true,
      finishReasons: ['MAX_TOKENS'],
    });
    const blank = { ...body, message: { role: 'assistant', content: [] } };
    expect(answerInBody(cohereChat, 200, blank)).toMatchObject({ protocol: 'complete', hasContent: false });
    expect(answerInBody(cohereChat, 200, { ok: true })).toEqual({ protocol: 'malformed' });
  });

  it('reads the flat error of an error body', () => {
    expect(answerInBody(cohereChat, 401, { id: 'e1', message: 'invalid api token' }).error?.message).toBe(
      'invalid api token',
    );
  });
});

describe('Cohere chat, first version', () => {
  const meta = { tokens: { input_tokens: 70, output_tokens: 6 } };
  const textLine = { is_finished: false, event_type: 'text-generation', text: 'x' };

  it('is over at stream-end', () => {
    const response = { text: 'x', generation_id: 'g1', finish_reason: 'COMPLETE', meta };
    const last = { is_finished: true, event_type: 'stream-end', finish_reason: 'COMPLETE', response };
    expect(readStream(cohereChatV1, jsonLines(textLine, last))).toMatchObject({
      protocol: 'complete',
      responseId: 'g1',
      finishReasons: ['COMPLETE'],
      usage: { inputTokens: 70, outputTokens: 6 },
    });
    expect(readStream(cohereChatV1, jsonLines(textLine))).toMatchObject({ protocol: 'incomplete' });
  });

  it('is over at a stream-end that repeats more than is kept', () => {
    const response = { text: 'x'.repeat(100_000), finish_reason: 'COMPLETE', meta };
    const last = { event_type: 'stream-end', response };
    expect(readStream(cohereChatV1, jsonLines(textLine, last))).toMatchObject({
      protocol: 'complete',
      finishReasons: ['COMPLETE'],
      usage: { inputTokens: 70 },
    });
  });

  it('says that the policy ended the answer', () => {
    const body = { text: '', finish_reason: 'ERROR_TOXIC' };
    expect(answerInBody(cohereChatV1, 200, body)).toMatchObject({ protocol: 'complete', filtered: true });
  });
});

describe('Cohere embeddings', () => {
  it.each([
    ['a list', [[0.1]], true],
    ['lists by type', { float: [[0.1]] }, true],
    ['an empty list', [], false],
    ['empty vectors', { float: [[]] }, false],
    ['empty lists by type', { float: [], int8: null }, false],
  ])('are counted in %s', (_, embeddings, hasContent) => {
    const body = { id: 'e1', embeddings, meta: { billed_units: { input_tokens: 3 } } };
    expect(answerInBody(cohereEmbed, 200, body)).toMatchObject({
      protocol: 'complete',
      hasContent,
      usage: { inputTokens: 3 },
    });
  });
});
