import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest, unknownKey } from './unknown-key.ts';

describe('a key that does not exist', () => {
  it.each([
    ['pageAlert', ['page_alert', 'ticket_alert'], 'page_alert'],
    ['alertPolicy', ['alertPolicies', 'objectives'], 'alertPolicies'],
    ['timewindow', ['timeWindow'], 'timeWindow'],
    ['tagret', ['target', 'op'], 'target'],
    ['target_percent', ['target', 'targetPercent'], 'targetPercent'],
  ])('%s is answered with the one that was meant', (key, known, meant) => {
    expect(unknownKey(key, known)).toBe(`unknown key \`${key}\`; did you mean \`${meant}\`?`);
  });

  it('that resembles nothing is answered with what there is', () => {
    expect(unknownKey('markdown', ['description', 'service'])).toBe(
      'unknown key `markdown`; expected one of `description`, `service`',
    );
  });
});

describe('the nearest word', () => {
  it('is the word itself if it is there', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{3,12}$/), { minLength: 1 }), (words) => {
        expect(nearest(words[0] ?? '', words)).toBe(words[0]);
      }),
    );
  });

  it('is found through any one missing letter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{4,12}$/), fc.nat(), (word, place) => {
        const at = place % word.length;
        expect(nearest(word.slice(0, at) + word.slice(at + 1), [word])).toBe(word);
      }),
    );
  });

  it('is none for words with nothing in common, nor for endless ones', () => {
    expect(nearest('abcdef', ['uvwxyz'])).toBeUndefined();
    expect(nearest('x'.repeat(100_000), ['x'.repeat(100_000)])).toBeUndefined();
  });
});
