import { describe, expect, it } from 'vitest';
import { implausible } from './plausible.ts';

describe('a number that a panel shows', () => {
  it.each([
    ['percentunit', 13.7],
    ['percentunit', -0.1],
    ['s', -1],
    ['s', 1e12],
    ['short', -1],
    ['budget', 1.5],
    ['reqps', Number.NaN],
    ['burn', Number.POSITIVE_INFINITY],
  ] as const)('cannot be, in %s, %d', (unit, value) => {
    expect(implausible({ unit, value })).not.toBeNull();
  });

  it.each([
    ['percentunit', 1],
    ['percentunit', 0],
    ['budget', -12],
    ['s', 0.25],
    ['short', 3],
    ['none', -1],
  ] as const)('may be, in %s, %d', (unit, value) => {
    expect(implausible({ unit, value })).toBeNull();
  });
});
