import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketEdgesMs, bucketOf } from '../model/latency-buckets.ts';
import { quantileMs } from './histogram.ts';

const histogramOf = (values: readonly number[]): Map<number, number> => {
  const histogram = new Map<number, number>();
  for (const value of values) histogram.set(bucketOf(value), (histogram.get(bucketOf(value)) ?? 0) + 1);
  return histogram;
};

test('edges are 0, then even steps from 10 ms to 1000 s', () => {
  expect(bucketEdgesMs).toHaveLength(57);
  expect(bucketEdgesMs.slice(0, 5)).toEqual([0, 10, 13, 15, 20]);
  expect(bucketEdgesMs.at(-1)).toBe(1_000_000);
  expect(bucketEdgesMs).toEqual([...bucketEdgesMs].sort((a, b) => a - b));
});

test('a value on an edge belongs to the bucket that begins there', () => {
  expect([bucketOf(0), bucketOf(9.9), bucketOf(10), bucketOf(2_499), bucketOf(2_500), bucketOf(9e9)]).toEqual(
    [0, 0, 10, 2_000, 2_500, 1_000_000],
  );
});

test('no values have no quantile', () => {
  expect(quantileMs(new Map(), 0.95)).toBeNull();
});

test('beyond the last edge the edge is all that is known', () => {
  expect(quantileMs(histogramOf([5_000_000]), 0.95)).toBe(1_000_000);
});

test('a quantile lies in the bucket of the value that it stands for', () => {
  const value = fc.integer({ min: 0, max: 999_999 });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), fc.constantFrom(0.5, 0.95, 0.99), (values, quantile) => {
      const sorted = values.toSorted((a, b) => a - b);
      const exact = sorted[Math.ceil(quantile * sorted.length) - 1] as number;
      const edge = bucketOf(exact);
      const upper = bucketEdgesMs[bucketEdgesMs.indexOf(edge) + 1] as number;
      const estimate = quantileMs(histogramOf(values), quantile) as number;
      expect(estimate).toBeGreaterThanOrEqual(edge);
      expect(estimate).toBeLessThanOrEqual(upper);
    }),
  );
});
