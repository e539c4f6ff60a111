import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistogramSeries } from './histogram-series.ts';

const boundaries = [0.1, 1, 10];
const now: [number, number] = [1, 0];

describe('a histogram', () => {
  it('puts a value on a boundary into the bucket below it', () => {
    const series = new HistogramSeries({}, boundaries);
    for (const value of [0.1, 0.2, 1, 10, 11]) series.observe(value);
    expect(series.point(now, now).value).toEqual({
      buckets: { boundaries, counts: [1, 2, 1, 1] },
      count: 5,
      sum: 22.3,
      min: 0.1,
      max: 11,
    });
  });

  it('counts every value once', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 }), (values) => {
        const series = new HistogramSeries({}, boundaries);
        for (const value of values) series.observe(value);
        const { buckets, count, min, max } = series.point(now, now).value;
        expect(buckets.counts.reduce((sum, bucket) => sum + bucket, 0)).toBe(values.length);
        expect([count, min, max]).toEqual([values.length, Math.min(...values), Math.max(...values)]);
      }),
    );
  });
});
