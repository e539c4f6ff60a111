import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fingerprintText,
  modelInBody,
  type RequestBody,
  readableBody,
  streamInBody,
} from './request-body.ts';

const content = [{ role: 'user', content: 'say "model": "other", "stream": true' }];
const tools = [{ name: 'f', parameters: { model: 'inner', stream: { type: 'boolean' } } }];
const images = [{ role: 'user', content: 'x'.repeat(3 * 1024 * 1024) }];

function bodiesOf(value: unknown, space?: number): RequestBody[] {
  const text = JSON.stringify(value, null, space);
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(bytes.buffer);
  return [text, bytes, bytes.buffer, view].map(readableBody).filter((body) => body !== undefined);
}

describe('the model in a request body', () => {
  it.each([
    ['first', { model: 'm', messages: content }],
    ['after plain values', { stream: true, max_tokens: 5, model: 'm', messages: content }],
    ['last', { messages: content, tools, model: 'm' }],
    [
      'last but for plain values',
      { messages: content, tools, model: 'm', stream: true, seed: -1e3, user: null },
    ],
    ['in the middle', { messages: content, model: 'm', tools }],
    ['first, with images after it', { model: 'm', messages: images }],
    ['last, with images before it', { messages: images, model: 'm', stream: false }],
  ])('is found when it stands %s, in text and in bytes', (_, value) => {
    for (const body of [...bodiesOf(value), ...bodiesOf(value, 2)]) expect(modelInBody(body)).toBe('m');
  });

  it('is never that of something inside the body', () => {
    for (const body of bodiesOf({ tools, messages: content })) expect(modelInBody(body)).toBe('');
    for (const body of bodiesOf({ messages: content, tool: { model: 'inner' } }))
      expect(modelInBody(body)).toBe('');
  });

  it('is what JSON.parse says, for any body', () => {
    const value = fc.dictionary(fc.constantFrom('model', 'messages', 'a', 'stream'), fc.jsonValue());
    fc.assert(
      fc.property(value, (each) => {
        const expected = typeof each.model === 'string' ? each.model : '';
        for (const body of bodiesOf(each)) expect(modelInBody(body)).toBe(expected);
      }),
    );
  });

  it('is unknown when what arrives is no JSON', () => {
    for (const text of ['', '{', '"model"', '{"model":', 'model=m'])
      expect(modelInBody(readableBody(text) as RequestBody)).toBe('');
  });
});

describe('whether a request body asks for a stream', () => {
  it.each([
    [{ stream: true }, true, true],
    [{ stream: false }, false, false],
    [{ messages: content }, false, true],
    [{ tools, stream: true }, true, true],
    [{ stream: null }, false, true],
  ])('%j', (value, said, byDefault) => {
    for (const body of bodiesOf(value)) {
      expect(streamInBody(body, false)).toBe(said);
      expect(streamInBody(body, true)).toBe(byDefault);
    }
  });
});

describe('what a request body is known again by', () => {
  it('is the same for text and bytes, and of bounded length', () => {
    const small = bodiesOf({ model: 'm', messages: content }).map(fingerprintText);
    expect(new Set(small).size).toBe(1);
    const [text] = bodiesOf({ model: 'm', messages: images });
    expect(fingerprintText(text as RequestBody).length).toBeLessThan(200_000);
  });

  it('cannot be read from a stream', () => {
    expect(readableBody(new ReadableStream())).toBeUndefined();
    expect(readableBody(undefined)).toBeUndefined();
  });
});
