import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMostlyFailing } from './low-volume.ts';
import { thresholdOnEdge, withinThreshold } from './threshold.ts';

const edges = [0, 100, 200, 500, 1000];
const bucketOf = (valueMs: number): number => edges.findLast((edge) => edge <= valueMs) ?? 0;

it('a threshold on an edge counts each call as if its duration were known', () => {
  const values = fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 50 });
  fc.assert(
    fc.property(values, fc.constantFrom(...edges.slice(1)), (durationsMs, thresholdMs) => {
      const histogram = new Map<number, number>();
      for (const durationMs of durationsMs)
        histogram.set(bucketOf(durationMs), (histogram.get(bucketOf(durationMs)) ?? 0) + 1);
      const good = durationsMs.filter((durationMs) => durationMs < thresholdMs).length;
      expect(withinThreshold(histogram, thresholdMs)).toEqual({ good, bad: durationsMs.length - good });
    }),
  );
});

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
