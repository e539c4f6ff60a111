import { describe, expect, it } from 'vitest';
import { jsonObjectOf, textNearStart } from './json-text.ts';

describe('JSON in an attribute', () => {
  it('is parsed when it is an object within its bound, and passed over otherwise', () => {
    expect(jsonObjectOf('{"a":1}', 10)).toEqual({ a: 1 });
    for (const text of ['{"a":12345}', '[1]', '{"a":', 'a', 7, undefined])
      expect(jsonObjectOf(text, 10)).toBeUndefined();
  });

  it('gives a field near its start without being parsed, spaced or not, broken or not', () => {
    expect(textNearStart('{"model":"gpt-5","messages":[', 'model')).toBe('gpt-5');
    expect(textNearStart('[{"id": "c-1", "model": "gpt-5"}]', 'model')).toBe('gpt-5');
  });

  it('gives nothing that stands far away, is no text, or is only talked about', () => {
    expect(textNearStart(`{"x":"${'y'.repeat(700)}","model":"gpt-5"}`, 'model')).toBe('');
    expect(textNearStart('{"model":5}', 'model')).toBe('');
    expect(textNearStart('{"content":"{\\"model\\":\\"fake\\"}"}', 'model')).toBe('');
  });
});
