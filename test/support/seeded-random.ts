/** Chances that come again with the same seed. */
export interface Random {
  /** Whole, from 0 to one less than `end`. */
  below(end: number): number;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
}

/** mulberry32: a counter through a mixing function. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (end: number): number => Math.floor(next() * end);
  return { below, oneOf: (choices) => choices[below(choices.length)] ?? choices[0] };
}
