import { describe, expect, it } from 'vitest';
import { estimatedValues } from './estimated-values.ts';

const infinite = Number.POSITIVE_INFINITY;

describe('the values of a histogram', () => {
  it('lie at the geometric middle of their bucket', () => {
    const buckets = [
      { lower: 1, upper: 4, count: 3 },
      { lower: 4, upper: 9, count: 2 },
    ];
    expect(estimatedValues({ count: 5, sum: 20, buckets })).toEqual(
      new Map([
        [2, 3],
        [6, 2],
      ]),
    );
  });

  it('lie at half the bound of the lowest bucket, and where the endless one begins', () => {
    const buckets = [
      { lower: 0, upper: 5, count: 1 },
      { lower: 81.92, upper: infinite, count: 2 },
    ];
    expect([...estimatedValues({ count: 3, sum: 400, buckets }).keys()]).toEqual([2.5, 81.92]);
  });

  it('have their mean when they share a bucket: one value is exact, however coarse the buckets', () => {
    expect(estimatedValues({ count: 1, sum: 0.074, buckets: [{ lower: 0, upper: 5, count: 1 }] })).toEqual(
      new Map([[0.074, 1]]),
    );
    expect(
      estimatedValues({ count: 2, sum: 300, buckets: [{ lower: 81.92, upper: infinite, count: 2 }] }),
    ).toEqual(new Map([[150, 2]]));
  });

  it('have their mean when nothing is known of their buckets', () => {
    expect(estimatedValues({ count: 4, sum: 10, buckets: [] })).toEqual(new Map([[2.5, 4]]));
  });

  it('lie in their bucket when the sum, which may be left out, contradicts it', () => {
    expect(estimatedValues({ count: 2, sum: 0, buckets: [{ lower: 1, upper: 4, count: 2 }] })).toEqual(
      new Map([[2, 2]]),
    );
  });
});
