import { describe, expect, it } from 'vitest';
import { answerInBody } from './answer-reader.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiCompletions } from './openai-completions.ts';
import { readPieces, readStream, sse } from './streams.fixture.ts';

const chunk = (delta: object, finish: string | null = null): object => ({
  id: 'c1',
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: finish }],
});

describe('chat of OpenAI-compatible servers', () => {
  it.each([
    ['text', { content: 'x' }],
    ['a tool call', { tool_calls: [{ index: 0, function: { name: 'f', arguments: '' } }] }],
    ['a refusal', { refusal: 'I cannot' }],
    ['reasoning of DeepSeek', { content: null, reasoning_content: 'Hm' }],
    ['reasoning of OpenRouter', { content: '', reasoning: 'Hm' }],
    ['audio', { audio: { id: 'audio_1', transcript: 'x' } }],
    ['an image', { images: [{ type: 'image_url' }] }],
    ['a list of chunks of Mistral', { content: [{ type: 'text', text: 'x' }] }],
    ['thoughts of Mistral', { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'x' }] }] }],
  ])('takes %s for first content', (_, delta) => {
    const pieces = [
      sse(chunk({ role: 'assistant', content: '' })),
      sse(chunk(delta)),
      sse(chunk({}, 'stop')),
    ];
    expect(readPieces(openaiChat, pieces)).toMatchObject({
      firstAt: 1,
      answer: { protocol: 'complete', hasContent: true },
    });
  });

  it.each([
    ['an empty delta', {}],
    ['nulls', { content: null, tool_calls: null, refusal: null }],
    ['empty lists', { content: '', tool_calls: [] }],
  ])('does not take %s for content', (_, delta) => {
    expect(readStream(openaiChat, sse(chunk(delta), chunk({}, 'stop'), '[DONE]'))).toMatchObject({
      protocol: 'complete',
      hasContent: false,
    });
  });

  it('reads a stream whose first and last chunks have no choices', () => {
    const stream = sse(
      { id: '', model: '', choices: [], prompt_filter_results: [] },
      chunk({ content: 'x' }),
      chunk({}, 'stop'),
      { id: 'c1', model: 'm', choices: [], usage: { prompt_tokens: 3, completion_tokens: 5 } },
      '[DONE]',
    );
    expect(readStream(openaiChat, stream)).toMatchObject({
      protocol: 'complete',
      responseId: 'c1',
      usage: { inputTokens: 3, outputTokens: 5 },
    });
  });

  it('leaves the usage of a stream unknown where every chunk says null', () => {
    const stream = sse({ ...chunk({ content: 'x' }), usage: null }, { ...chunk({}, 'stop'), usage: null });
    expect(readStream(openaiChat, stream)?.usage).toBeUndefined();
  });

  it.each([
    [
      'Groq, beside the standard place',
      { x_groq: { id: 'req_1', usage: { prompt_tokens: 3, completion_tokens: 5 } } },
      { inputTokens: 3, outputTokens: 5 },
    ],
    [
      'DeepSeek, with a name of its own for cached tokens',
      { usage: { prompt_tokens: 9, completion_tokens: 5, prompt_cache_hit_tokens: 4 } },
      { inputTokens: 9, outputTokens: 5, cacheReadTokens: 4 },
    ],
    [
      'xAI, with reasoning beside the completion',
      {
        usage: {
          prompt_tokens: 3,
          completion_tokens: 5,
          total_tokens: 15,
          completion_tokens_details: { reasoning_tokens: 7 },
        },
      },
      { inputTokens: 3, outputTokens: 12, reasoningTokens: 7 },
    ],
    [
      'OpenAI, with reasoning inside the completion',
      {
        usage: {
          prompt_tokens: 3,
          completion_tokens: 12,
          total_tokens: 15,
          prompt_tokens_details: { cached_tokens: 2 },
          completion_tokens_details: { reasoning_tokens: 7 },
        },
      },
      { inputTokens: 3, outputTokens: 12, reasoningTokens: 7, cacheReadTokens: 2 },
    ],
  ])('reads the usage of %s', (_, last, usage) => {
    const stream = sse(chunk({ content: 'x' }), { ...chunk({}, 'stop'), ...last }, '[DONE]');
    expect(readStream(openaiChat, stream)?.usage).toMatchObject(usage);
  });

  it.each([
    ['OpenAI', { error: { type: 'server_error', message: 'The server had an error' } }, 'server_error'],
    [
      'OpenRouter',
      { ...chunk({}, 'error'), error: { code: 502, message: 'Provider returned error' } },
      undefined,
    ],
    ['Mistral', { object: 'error', type: 'invalid_request_error', message: 'x' }, 'invalid_request_error'],
    ['a finish reason alone', chunk({}, 'error'), 'error'],
  ])('reads an error inside a stream: %s', (_, event, type) => {
    const answer = readStream(openaiChat, sse(chunk({ content: 'x' }), event));
    expect(answer?.error).toBeDefined();
    expect(answer?.error?.type).toBe(type);
  });

  it('says that a content filter ended the answer', () => {
    const choices = [{ message: { content: null }, finish_reason: 'content_filter' }];
    expect(answerInBody(openaiChat, 200, { choices })).toMatchObject({
      protocol: 'complete',
      filtered: true,
    });
  });
});

describe('legacy completions', () => {
  it('hold their text in the choice', () => {
    const choices = [{ text: 'x', index: 0, finish_reason: 'stop' }];
    expect(answerInBody(openaiCompletions, 200, { id: 'cmpl-1', choices })).toMatchObject({
      protocol: 'complete',
      hasContent: true,
    });
    const blank = [{ text: '', index: 0, finish_reason: 'stop' }];
    expect(answerInBody(openaiCompletions, 200, { choices: blank })).toMatchObject({ hasContent: false });
  });

  it('stream like chat', () => {
    const pieces = [
      sse({ choices: [{ text: '', finish_reason: null }] }),
      sse({ choices: [{ text: 'x', finish_reason: null }] }),
      sse({ choices: [{ text: '', finish_reason: 'length' }] }, '[DONE]'),
    ];
    expect(readPieces(openaiCompletions, pieces)).toMatchObject({
      firstAt: 1,
      answer: { protocol: 'complete', finishReasons: ['length'] },
    });
  });
});
