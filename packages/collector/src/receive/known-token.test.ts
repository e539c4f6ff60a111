import { timingSafeEqual } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bearerToken, createKnownTokens } from './known-token.ts';

describe('known tokens', () => {
  const tokens = ['the-first-token', 'the-second-token', 'the-third-token'];

  it('are found wherever they stand, and nothing else is', () => {
    const known = createKnownTokens(tokens);
    expect(tokens.map((token) => known.find(token))).toEqual([0, 1, 2]);
    for (const stranger of ['', 'the-first-toke', 'the-first-token ', 'THE-FIRST-TOKEN', 'x'.repeat(100_000)])
      expect(known.find(stranger)).toBeUndefined();
    expect(createKnownTokens([]).find('')).toBeUndefined();
  });

  it('are compared in constant time, all of them, whichever it is', () => {
    for (const presented of [...tokens, 'a stranger']) {
      const lengths: number[] = [];
      const known = createKnownTokens(tokens, (a, b) => {
        lengths.push(a.length, b.length);
        return timingSafeEqual(a, b);
      });
      known.find(presented);
      expect(lengths).toEqual([32, 32, 32, 32, 32, 32]);
    }
  });

  it.each([
    ['Bearer abc', 'abc'],
    ['bearer   abc  ', 'abc'],
    ['Basic abc', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('come in the header %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});
