import { afterEach, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { families } from './families/families.ts';
import { fuzzCollector } from './fuzz-collector.ts';
import { casesIn } from './tally.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

/** Some of every family; `npm run fuzz` sends a thousand times as many. */
const cases = families.length * 8;

test.each([
  ['without tokens', false],
  ['with them', true],
])('whatever is sent gets a typed answer and costs no healthy call, %s', async (_, hasTokens) => {
  const tally = await fuzzCollector(cleanup, {
    seed: 20_261_129,
    isDue: (index) => index < cases,
    hasTokens,
  });
  expect(tally.findings).toEqual([]);
  expect(casesIn(tally)).toBe(cases);
});
