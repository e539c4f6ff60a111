import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAttributes } from './captured-content.ts';
import { inputMessagesIn } from './input-messages.ts';
import type { Message } from './message.ts';
import { outputMessagesIn, outputMessagesOf } from './output-messages.ts';

const keys = [
  ...['messages', 'input', 'instructions', 'prompt', 'contents', 'content', 'system', 'systemInstruction'],
  ...['parts', 'text', 'thinking', 'summary', 'tool_calls', 'function', 'name', 'arguments', 'id', 'index'],
  ...[
    'choices',
    'delta',
    'message',
    'finish_reason',
    'candidates',
    'output',
    'outputs',
    'response',
    'results',
  ],
  ...[
    'image_url',
    'url',
    'source',
    'data',
    'file',
    'inlineData',
    'mimeType',
    'toolUse',
    'toolResult',
    'image',
  ],
  ...[
    'contentBlockIndex',
    'contentBlockDelta',
    'content_block',
    'event_type',
    'output_index',
    'item',
    'images',
  ],
  ...['content_index', 'audio', 'reasoningContent', 'chat_history', 'tool_results', 'call', 'function_call'],
];
const types = [
  ...['text', 'image', 'document', 'file', 'reasoning', 'tool_use', 'tool_result', 'thinking', 'image_url'],
  ...['function_call', 'response.output_text.delta', 'response.output_item.added', 'response.completed'],
  ...['message_start', 'content_block_start', 'content_block_delta', 'content-delta', 'tool-call-start'],
  ...['web_search_tool_result', 'server_tool_use', 'tool_call', 'blob', 'base64', '__proto__', 'constructor'],
];

/** The right names around the wrong things. */
const { value: misshapen } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      '',
      'data:',
      'data:image/png;base64,AA',
      'tool',
      0,
      -1,
      true,
      '{"a":1}',
      'x',
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .tuple(
        fc.constantFrom(...types, undefined),
        fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 6 }),
      )
      .map(([type, object]) => (type === undefined ? object : { ...object, type })),
  ),
}));

function expectMessages(messages: readonly Message[]): void {
  expect(messages.every(({ role }) => typeof role === 'string')).toBe(true);
  const parts = messages.flatMap((message) => message.parts);
  expect(parts.every(({ type }) => typeof type === 'string')).toBe(true);
}

function expectReadable(body: unknown): void {
  const { systemInstructions, messages } = inputMessagesIn(body);
  const outputMessages = [...outputMessagesIn(body), ...outputMessagesOf([body, body])];
  expectMessages(messages);
  expectMessages(outputMessages);
  const content = { systemInstructions, inputMessages: messages, outputMessages };
  for (const json of Object.values(toAttributes(content, { bytesMax: 500 }))) {
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(500);
    expect(Array.isArray(JSON.parse(json))).toBe(true);
  }
}

describe('a body of any shape', () => {
  it('is read without harm when it is any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), expectReadable));
  });

  it('is read without harm when the right names stand around the wrong things', () => {
    fc.assert(fc.property(misshapen, expectReadable), { numRuns: 1000 });
  });

  it('is read without harm when events of several protocols are mixed', () => {
    fc.assert(
      fc.property(fc.array(misshapen), (events) => {
        expectMessages(outputMessagesOf(events));
      }),
    );
  });

  it('does not overflow the stack, however deep it is or however much it holds', () => {
    const deep = JSON.parse(
      `${'{"content":[{"type":"tool_result","content":'.repeat(5000)}1${'}]}'.repeat(5000)}`,
    );
    const many = Array.from({ length: 200_000 }, () => ({ type: 'text', text: 'x' }));
    expectReadable({ messages: [deep, { role: 'user', content: [deep] }], system: deep, input: [deep] });
    expectReadable({ choices: [{ index: 0, delta: { content: many, images: many } }] });
    expectReadable({ candidates: [{ content: { parts: many } }] });
  });
});
