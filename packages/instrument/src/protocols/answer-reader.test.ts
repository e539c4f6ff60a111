import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerInBytes, answerInText } from './answer-reader.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { bedrockConverse } from './bedrock-converse.ts';
import { bedrockInvoke } from './bedrock-invoke.ts';
import { cohereChat } from './cohere-chat.ts';
import { cohereChatV1 } from './cohere-chat-v1.ts';
import { gemini } from './gemini.ts';
import { ollamaChat } from './ollama.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Protocol } from './protocol.ts';
import {
  awsChunk,
  awsEvent,
  contentTypeOf,
  cut,
  jsonLines,
  readPieces,
  readStream,
  sse,
} from './streams.fixture.ts';

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
const chatStream: Buffer = sse(
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

/** One whole stream of every protocol that streams. */
const streams: readonly (readonly [string, Protocol, Buffer])[] = [
  ['chat', openaiChat, chatStream],
  ['messages', anthropicMessages, sse(...messageStream)],
  [
    'responses',
    openaiResponses,
    sse(
      { type: 'response.created', response: { id: 'resp_1' } },
      { type: 'response.output_text.delta', delta: 'Grüße' },
      {
        type: 'response.completed',
        response: { id: 'resp_1', status: 'completed', output: [], usage: { input_tokens: 1 } },
      },
    ),
  ],
  [
    'gemini',
    gemini,
    sse(
      { candidates: [{ content: { parts: [{ text: 'Grüße' }] } }] },
      { candidates: [{ finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 3 } },
    ),
  ],
  [
    'cohere',
    cohereChat,
    sse(
      { type: 'message-start', id: 'c1', delta: { message: { role: 'assistant' } } },
      { type: 'content-delta', index: 0, delta: { message: { content: { text: 'Grüße' } } } },
      { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage: { tokens: { input_tokens: 3 } } } },
    ),
  ],
  [
    'cohere v1',
    cohereChatV1,
    jsonLines(
      { event_type: 'stream-start', generation_id: 'g1' },
      { event_type: 'text-generation', text: 'Grüße' },
      { event_type: 'stream-end', finish_reason: 'COMPLETE', response: { text: 'Grüße', meta: {} } },
    ),
  ],
  [
    'ollama',
    ollamaChat,
    jsonLines(
      { model: 'llama3', message: { role: 'assistant', content: '' }, done: false },
      { model: 'llama3', message: { role: 'assistant', content: 'Grüße' }, done: false },
      { model: 'llama3', done: true, done_reason: 'stop', prompt_eval_count: 3, eval_count: 5 },
    ),
  ],
  [
    'converse',
    bedrockConverse,
    Buffer.concat([
      awsEvent('messageStart', { role: 'assistant' }),
      awsEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Grüße' } }),
      awsEvent('messageStop', { stopReason: 'end_turn' }),
      awsEvent('metadata', { usage: { inputTokens: 3, outputTokens: 5 } }),
    ]),
  ],
  ['invoke', bedrockInvoke, Buffer.concat(messageStream.map(awsChunk))],
];

describe('reading a streamed answer', () => {
  it('tells what a whole stream of chat said', () => {
    expect(readStream(openaiChat, chatStream)).toMatchObject({
      protocol: 'complete',
      hasContent: true,
      finishReasons: ['stop'],
      responseId: 'chatcmpl-1',
      responseModel: 'gpt-x-2026',
      usage: { inputTokens: 11, outputTokens: 7, reasoningTokens: 3 },
    });
  });

  it.each(streams)('gives the same answer however the network cuts the bytes: %s', (_, protocol, bytes) => {
    const whole = readStream(protocol, bytes);
    expect(whole).toMatchObject({ protocol: 'complete', hasContent: true });
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sizes, fc.constantFrom(contentTypeOf[protocol.framing], ''), (each, contentType) => {
        expect(readPieces(protocol, cut(bytes, each), contentType).answer).toEqual(whole);
      }),
    );
  });

  it.each(streams)('gives the same answer for a stream too long to keep: %s', (_, protocol, bytes) => {
    const [middle] = cut(bytes, [bytes.length]);
    const long = Buffer.concat([bytes, ...Array.from({ length: 400 }, () => middle ?? bytes)]);
    const whole = readStream(protocol, long);
    expect(whole).toMatchObject({ protocol: 'complete', hasContent: true });
    for (const size of [61, 1000, 4096, 40_000, 100_000])
      expect(readPieces(protocol, cut(long, [size])).answer, String(size)).toEqual(whole);
  });

  it.each(streams)('knows a stream that broke off anywhere before its end: %s', (_, protocol, bytes) => {
    for (let length = 0; length < bytes.length / 3; length += 1)
      expect(readStream(protocol, bytes.subarray(0, length))?.protocol, String(length)).not.toBe('complete');
  });

  it.each(streams)('reads a stream that the app took as bytes: %s', (_, protocol, bytes) => {
    expect(answerInBytes(protocol, 200, bytes)).toEqual(readStream(protocol, bytes));
  });

  it('reads server-sent events with carriage returns', () => {
    const text = chatStream.toString('utf8').replaceAll('\n', '\r\n');
    expect(readStream(openaiChat, Buffer.from(text))).toEqual(readStream(openaiChat, chatStream));
  });

  it('takes the first text for first content, not the empty one before it', () => {
    const events = [
      chatChunk({ role: 'assistant', content: '' }),
      chatChunk({ content: 'x' }),
      chatChunk({}, 'stop'),
    ];
    expect(
      readPieces(
        openaiChat,
        events.map((event) => sse(event)),
      ).firstAt,
    ).toBe(1);
  });

  it('counts cached tokens of Anthropic as input, and takes the last output count', () => {
    expect(readStream(anthropicMessages, sse(...messageStream))).toMatchObject({
      protocol: 'complete',
      hasContent: true,
      finishReasons: ['end_turn'],
      usage: { inputTokens: 17, outputTokens: 7, cacheReadTokens: 4, cacheWriteTokens: 2 },
    });
  });

  it('keeps both ends of a long stream', () => {
    const [start, block, delta, ...end] = messageStream;
    const middle = Array.from({ length: 3000 }, () => delta as object);
    const chunks = [start, block, ...middle, ...end].map((event) => sse(event as object));
    expect(readPieces(anthropicMessages, chunks).answer).toMatchObject({
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
    expect(readStream(protocol, text)).toMatchObject({ protocol: 'incomplete', hasContent: true });
  });

  it('finds the usage of a response that is longer than what is kept', () => {
    const response = {
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'x'.repeat(200_000) }] }],
      usage: { input_tokens: 5, output_tokens: 9, output_tokens_details: { reasoning_tokens: 1 } },
    };
    const bytes = sse(
      { type: 'response.output_text.delta', delta: 'x' },
      { type: 'response.completed', response },
    );
    const chunks = Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, index) =>
      bytes.subarray(index * 4096, (index + 1) * 4096),
    );
    expect(readPieces(openaiResponses, chunks).answer).toMatchObject({
      protocol: 'complete',
      hasContent: true,
      usage: { inputTokens: 5, outputTokens: 9 },
    });
  });

  it('never throws, whatever arrives', () => {
    const stream = fc.constantFrom(...streams);
    const pieces = fc.array(fc.uint8Array({ maxLength: 50 }));
    const contentType = fc.constantFrom(...Object.values(contentTypeOf), '', 'application/json');
    fc.assert(
      fc.property(stream, pieces, contentType, ([, protocol], bytes, type) => {
        readPieces(protocol, bytes, type);
      }),
    );
    fc.assert(
      fc.property(stream, fc.json(), fc.constantFrom(200, 500), ([, protocol], text, status) => {
        answerInText(protocol, status, text);
      }),
    );
  });

  it('never throws when bytes of a stream are damaged', () => {
    const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const damage = fc.array(fc.tuple(position, fc.integer({ min: 0, max: 255 })), { maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...streams), damage, ([, protocol, bytes], changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, value] of changes) damaged[Math.floor(at * damaged.length)] = value;
        readStream(protocol, damaged);
      }),
    );
  });
});
