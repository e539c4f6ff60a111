import { randomInt } from 'node:crypto';
import { onTestFailed } from 'vitest';
import { type Random, seededRandom } from './seeded-random.ts';

export type { Random };

/** Chances of one test. A new seed each time, unless FAULTLINE_TEST_SEED names one. A test that fails says which it was. */
export function createRandom(): Random {
  const seed = Number(process.env.FAULTLINE_TEST_SEED ?? randomInt(2 ** 31));
  onTestFailed(() => console.error(`The same choices again: FAULTLINE_TEST_SEED=${seed}`));
  return seededRandom(seed);
}
