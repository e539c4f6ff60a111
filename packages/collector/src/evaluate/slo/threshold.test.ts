import { expect, it } from 'vitest';
import { isMostlyFailing } from './low-volume.ts';
import { thresholdOnEdge } from './threshold.ts';

const edges = [0, 100, 200, 500, 1000];

it('a threshold between edges is moved to the next one, and one beyond the last is none', () => {
  expect(thresholdOnEdge(500, edges)).toBe(500);
  expect(thresholdOnEdge(501, edges)).toBe(1000);
  expect(thresholdOnEdge(1001, edges)).toBeUndefined();
});

it('what fails four times of five is seen however seldom it is called, and not by chance', () => {
  expect(isMostlyFailing({ good: 1, bad: 4 })).toBe(true);
  expect(isMostlyFailing({ good: 0, bad: 4 })).toBe(false);
  expect(isMostlyFailing({ good: 2, bad: 7 })).toBe(false);
  expect(isMostlyFailing({ good: 2, bad: 8 })).toBe(true);
});
