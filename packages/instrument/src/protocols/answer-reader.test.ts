import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerInText, createAnswerReader } from './answer-reader.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Answer, Protocol } from './protocol.ts';

const sse = (...events: readonly (object | string)[]): string =>
  events.map((data) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`).join('');
const chatChunk = (delta: object, finish: string | null = null): object => ({
  id: 'chatcmpl-1',
  model: 'gpt-x-2026',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const chatUsage = {
  id: 'chatcmpl-1',
  model: 'gpt-x-2026',
  choices: [],
  usage: { prompt_tokens: 11, completion_tokens: 7, completion_tokens_details: { reasoning_tokens: 3 } },
};
const chatStream = sse(
  chatChunk({ role: 'assistant', content: '' }),
  chatChunk({ content: 'Grüße, "quoted" and [DONE] said' }),
  chatChunk({}, 'stop'),
  chatUsage,
  '[DONE]',
);
const messageStream = [
  {
    type: 'message_start',
    message: {
      id: 'msg_1',
      model: 'claude-x-2026',
      usage: {
        input_tokens: 11,
        cache_read_input_tokens: 4,
        cache_creation_input_tokens: 2,
        output_tokens: 1,
      },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn' },
    usage: { output_tokens: 7, input_tokens: null },
  },
  { type: 'message_stop' },
];

function read(
  protocol: Protocol,
  chunks: readonly Uint8Array[],
): { answer: Answer | undefined; firstAt: number } {
  const reader = createAnswerReader(protocol, 200, 'text/event-stream');
  const firstAt = chunks.findIndex((chunk) => reader.chunk(chunk));
  for (const chunk of firstAt < 0 ? [] : chunks.slice(firstAt + 1)) reader.chunk(chunk);
  return { answer: reader.finish(), firstAt };
}

const readText = (protocol: Protocol, text: string): Answer | undefined =>
  read(protocol, [Buffer.from(text)]).answer;

describe('reading a streamed answer', () => {
  it('gives the same answer however the network cuts the bytes', () => {
    const bytes = Buffer.from(chatStream);
    const whole = readText(openaiChat, chatStream);
    expect(whole).toMatchObject({
      protocol: 'complete',
      hasContent: true,
      finishReasons: ['stop'],
      responseId: 'chatcmpl-1',
      responseModel: 'gpt-x-2026',
      usage: { inputTokens: 11, outputTokens: 7, reasoningTokens: 3 },
    });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const chunks: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(read(openaiChat, chunks).answer).toEqual(whole);
      }),
    );
  });

  it('takes the first text for first content, not the empty one before it', () => {
    const events = [
      chatChunk({ role: 'assistant', content: '' }),
      chatChunk({ content: 'x' }),
      chatChunk({}, 'stop'),
    ];
    expect(
      read(
        openaiChat,
        events.map((event) => Buffer.from(sse(event))),
      ).firstAt,
    ).toBe(1);
  });

  it('counts cached tokens of Anthropic as input, and takes the last output count', () => {
    expect(readText(anthropicMessages, sse(...messageStream))).toMatchObject({
      protocol: 'complete',
      hasContent: true,
      finishReasons: ['end_turn'],
      usage: { inputTokens: 17, outputTokens: 7, cacheReadTokens: 4, cacheWriteTokens: 2 },
    });
  });

  it('keeps both ends of a long stream', () => {
    const [start, block, delta, ...end] = messageStream;
    const middle = Array.from({ length: 3000 }, () => delta as object);
    const chunks = [start, block, ...middle, ...end].map((event) => Buffer.from(sse(event as object)));
    expect(read(anthropicMessages, chunks).answer).toMatchObject({
      protocol: 'complete',
      responseId: 'msg_1',
      usage: { inputTokens: 17, outputTokens: 7 },
    });
  });

  it.each([
    ['chat', openaiChat, sse(chatChunk({ content: 'Half an ans' }))],
    ['responses', openaiResponses, sse({ type: 'response.output_text.delta', delta: 'Half' })],
    ['messages', anthropicMessages, sse(...messageStream.slice(0, 4))],
    ['gemini', gemini, sse({ candidates: [{ content: { parts: [{ text: 'Half' }] } }] })],
  ])('does not take a stream without its terminal event for whole: %s', (_, protocol, text) => {
    expect(readText(protocol, text)).toMatchObject({ protocol: 'incomplete', hasContent: true });
  });

  it('finds the usage of a response that is longer than what is kept', () => {
    const response = {
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'x'.repeat(200_000) }] }],
      usage: { input_tokens: 5, output_tokens: 9, output_tokens_details: { reasoning_tokens: 1 } },
    };
    const bytes = Buffer.from(
      sse({ type: 'response.output_text.delta', delta: 'x' }, { type: 'response.completed', response }),
    );
    const chunks = Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, index) =>
      bytes.subarray(index * 4096, (index + 1) * 4096),
    );
    expect(read(openaiResponses, chunks).answer).toMatchObject({
      protocol: 'complete',
      hasContent: true,
      usage: { inputTokens: 5, outputTokens: 9 },
    });
  });

  it('never throws, whatever arrives', () => {
    const protocols = [openaiChat, openaiResponses, anthropicMessages, gemini];
    fc.assert(
      fc.property(
        fc.constantFrom(...protocols),
        fc.array(fc.uint8Array({ maxLength: 50 })),
        (protocol, chunks) => {
          read(protocol, chunks);
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...protocols),
        fc.json(),
        fc.constantFrom(200, 500),
        (protocol, text, status) => {
          answerInText(protocol, status, text);
        },
      ),
    );
  });
});

describe('reading a JSON answer', () => {
  it.each([
    ['chat', openaiChat, { choices: [] }],
    ['chat', openaiChat, { choices: [{ message: { content: '' }, finish_reason: 'stop' }] }],
    ['responses', openaiResponses, { object: 'response', status: 'completed', output: [] }],
    ['messages', anthropicMessages, { content: [], stop_reason: 'end_turn' }],
    ['gemini', gemini, { usageMetadata: { promptTokenCount: 3 } }],
  ])('tells a blank answer from a whole one: %s', (_, protocol, body) => {
    expect(answerInText(protocol, 200, JSON.stringify(body))).toMatchObject({
      protocol: 'complete',
      hasContent: false,
    });
  });

  it('reads thoughts of Gemini as output', () => {
    const body = {
      candidates: [{ content: { parts: [{ text: 'x' }] }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 5, thoughtsTokenCount: 7 },
    };
    expect(answerInText(gemini, 200, JSON.stringify(body)).usage).toMatchObject({
      outputTokens: 12,
      reasoningTokens: 7,
    });
  });

  it('leaves usage unknown where the vendor did not tell it', () => {
    const body = { choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] };
    expect(answerInText(openaiChat, 200, JSON.stringify(body)).usage).toBeUndefined();
  });
});
