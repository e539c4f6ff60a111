import { randomInt } from 'node:crypto';
import { onTestFailed } from 'vitest';

/** Chances of one test: the same seed, the same choices. */
export interface Random {
  /** Whole, from 0 to one less than `end`. */
  below(end: number): number;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
}

/** A new seed each time, unless FAULTLINE_TEST_SEED names one. A test that fails says which it was. */
export function createRandom(): Random {
  const seed = Number(process.env.FAULTLINE_TEST_SEED ?? randomInt(2 ** 31));
  onTestFailed(() => console.error(`The same choices again: FAULTLINE_TEST_SEED=${seed}`));
  let state = seed;
  /** mulberry32: a counter through a mixing function. */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (end: number): number => Math.floor(next() * end);
  return { below, oneOf: (choices) => choices[below(choices.length)] ?? choices[0] };
}
