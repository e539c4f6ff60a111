import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  type CapturedContent,
  contentAttribute,
  type Redact,
  RedactionError,
  toAttributes,
} from './captured-content.ts';
import type { Message, Part } from './message.ts';

const bytesMax = 4096;
const text = (content: string): Part => ({ type: 'text', content });
const said = (...parts: readonly Part[]): Message => ({ role: 'user', parts });
const asked = (...inputMessages: readonly Message[]): CapturedContent => ({
  inputMessages,
  outputMessages: [],
});

const conversation: CapturedContent = {
  systemInstructions: [text('be brief')],
  inputMessages: [said(text('hello'))],
  outputMessages: [{ role: 'assistant', parts: [text('hi')], finish_reason: 'stop' }],
};

function textOf(message: Message | undefined, position = 0): string {
  return String((message?.parts[position] as { content?: unknown } | undefined)?.content);
}

function inputOf(content: CapturedContent, limit = bytesMax): readonly Message[] {
  const json = toAttributes(content, { bytesMax: limit })[contentAttribute.inputMessages] ?? '[]';
  expect(Buffer.byteLength(json)).toBeLessThanOrEqual(limit);
  return JSON.parse(json);
}

describe('content attributes', () => {
  it('are lists in JSON under the names of the conventions', () => {
    expect(toAttributes(conversation, { bytesMax })).toEqual({
      'gen_ai.system_instructions': '[{"type":"text","content":"be brief"}]',
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"hello"}]}]',
      'gen_ai.output.messages':
        '[{"role":"assistant","parts":[{"type":"text","content":"hi"}],"finish_reason":"stop"}]',
    });
  });

  it('are left out where nothing was said', () => {
    expect(toAttributes({ systemInstructions: [], ...asked() }, { bytesMax })).toEqual({});
  });
});

describe('the size limit', () => {
  it('cuts the longest text and says by how much; short ones stay whole', () => {
    const [short, long] = inputOf(asked(said(text('hello')), said(text('x'.repeat(10_000)))));
    expect(short).toEqual(said(text('hello')));
    const [, kept, cutBytes] = /^(x+)…\[(\d+) bytes cut\]$/.exec(textOf(long)) ?? [];
    expect(kept?.length).toBeGreaterThan(3900);
    expect(Number(cutBytes) + (kept?.length ?? 0)).toBe(10_000);
  });

  it('cuts several long texts to the same length', () => {
    const [message] = inputOf(asked(said(text('a'.repeat(9000)), text('b'.repeat(5000)))));
    const [first, second] = [textOf(message, 0).length, textOf(message, 1).length];
    expect(Math.abs(first - second)).toBeLessThanOrEqual(1);
    expect(first).toBeGreaterThan(1900);
  });

  it('counts bytes of UTF-8 and of escapes, and never halves a character', () => {
    for (const character of ['ä', '😀', '"', '\n', '\u0001', '\ud800']) {
      const [message] = inputOf(asked(said(text(character.repeat(5000)))), 1024);
      const kept = textOf(message).split('…')[0] ?? '';
      expect(kept.replaceAll(character, '')).toBe('');
      expect(kept.length).toBeGreaterThan(100);
    }
  });

  it('cuts long tool arguments as text', () => {
    const call: Part = { type: 'tool_call', id: 'c1', name: 'w', arguments: { list: Array(5000).fill(1) } };
    const part = inputOf(asked(said(call)))[0]?.parts[0];
    expect(part).toMatchObject({ type: 'tool_call', id: 'c1', name: 'w' });
    expect((part as { arguments: string }).arguments).toMatch(/^\{"list":\[1,1,.*…\[\d+ bytes cut\]$/);
  });

  it('drops the oldest of very many messages, keeps the newest whole, and says so', () => {
    const messages = inputOf(
      asked(...Array.from({ length: 1000 }, (_, index) => said(text(`turn ${index}`)))),
    );
    expect(messages[0]).toEqual({
      role: 'instrumentation',
      parts: [{ type: 'cut', content: expect.stringMatching(/^…\[\d+ messages cut\]$/) }],
    });
    expect(messages.at(-1)).toEqual(said(text('turn 999')));
    expect(messages.length).toBeGreaterThan(50);
  });

  it('leaves out an attribute that cannot say anything in so little', () => {
    expect(toAttributes(conversation, { bytesMax: 10 })).toEqual({});
  });
});

describe('the redaction hook', () => {
  const attributesWith = (redact: unknown): Record<string, string> =>
    toAttributes(conversation, { bytesMax, redact: redact as Redact });

  it('decides what is kept', () => {
    const redact: Redact = (content) => ({ ...content, systemInstructions: undefined, outputMessages: [] });
    expect(Object.keys(attributesWith(redact))).toEqual(['gen_ai.input.messages']);
    expect(attributesWith(() => undefined)).toEqual({});
  });

  it('sees everything before anything is cut', () => {
    const redact = vi.fn<Redact>(() => undefined);
    const content = asked(said(text(`${'x'.repeat(10_000)} secret`)));
    toAttributes(content, { bytesMax, redact });
    expect(redact).toHaveBeenCalledWith(content);
  });

  const cyclic: Record<string, unknown> = { outputMessages: [] };
  cyclic.inputMessages = [cyclic];

  it.each<readonly [string, unknown]>([
    [
      'throws',
      () => {
        throw new Error('bad pattern');
      },
    ],
    ['is async', async () => conversation],
    [
      'is async and fails',
      async () => {
        throw new Error('bad pattern');
      },
    ],
    ['returns null', () => null],
    ['returns a text', () => 'redacted'],
    ['returns content without messages', () => ({ inputMessages: [] })],
    ['returns what JSON cannot hold', () => cyclic],
  ])('lets nothing pass when it %s, and tells', (_, redact) => {
    expect(() => attributesWith(redact)).toThrow(RedactionError);
  });

  it('names its error as the cause', () => {
    const cause = new Error('bad pattern');
    const redact = (): never => {
      throw cause;
    };
    expect(() => attributesWith(redact)).toThrow(expect.objectContaining({ cause }));
  });
});

describe('any content at any limit', () => {
  const part = fc.record({
    type: fc.string(),
    content: fc.jsonValue({ maxDepth: 2 }),
    id: fc.string({ unit: 'binary' }),
  });
  const message = fc.record({ role: fc.string(), parts: fc.array(part, { maxLength: 4 }) });
  const output = fc.record({ role: fc.string(), parts: fc.array(part), finish_reason: fc.string() });

  it('becomes valid JSON within the limit', () => {
    const content = fc.record({
      systemInstructions: fc.array(part),
      inputMessages: fc.array(message, { maxLength: 30 }),
      outputMessages: fc.array(output),
    });
    fc.assert(
      fc.property(content, fc.integer({ min: 1, max: 5000 }), (each, limit) => {
        for (const json of Object.values(toAttributes(each, { bytesMax: limit }))) {
          expect(Buffer.byteLength(json)).toBeLessThanOrEqual(limit);
          expect(Array.isArray(JSON.parse(json))).toBe(true);
        }
      }),
    );
  });
});
