/**
 * Random numbers by address instead of by turn: the value at one key never depends on what was drawn before, so a
 * request's fate is the same whatever else the run does.
 */
export type RandomKey = readonly (string | number)[];

/** Uniform in [0, 1). */
export function uniform(seed: number, ...key: RandomKey): number {
  return scramble(hash(`${seed}/${key.join('/')}`)) / 0x1_0000_0000;
}

/** Log-normal with the given median; `sigma` is the standard deviation of the logarithm. */
export function logNormal(medianOf: number, sigma: number, seed: number, ...key: RandomKey): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, ...key, 'radius')));
  const normal = radius * Math.cos(2 * Math.PI * uniform(seed, ...key, 'angle'));
  return medianOf * Math.exp(sigma * normal);
}

/** One name out of shares; shares need not sum to 1. Undefined when there is nothing to choose from. */
export function pick(shares: Readonly<Record<string, number>>, at: number): string | undefined {
  const entries = Object.entries(shares);
  const total = entries.reduce((sum, [, share]) => sum + share, 0);
  let left = at * total;
  for (const [name, share] of entries) {
    left -= share;
    if (left < 0) return name;
  }
  return entries.at(-1)?.[0];
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return state;
}

/** FNV's high bits follow its last input byte closely; MurmurHash3's finaliser spreads every bit over all. */
function scramble(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
