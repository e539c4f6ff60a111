import type { Bucket, Measured } from '../../decode/metric.ts';

/**
 * Where the values of a histogram most likely lay: value → how many. All of a bucket's are taken to lie at its geometric
 * middle, as its bounds grow by factors; of the lowest at half its bound, of the highest, which has no end, at its
 * beginning. Values that all lie in one bucket have their mean, which for a single value is exact.
 */
export function estimatedValues({ count, sum, buckets }: Measured): ReadonlyMap<number, number> {
  const [first, ...others] = buckets;
  const mean = sum / count;
  if (first === undefined || (others.length === 0 && mean > first.lower && mean <= first.upper)) {
    return new Map([[mean, count]]);
  }
  return new Map(buckets.map((bucket) => [middleOf(bucket), bucket.count]));
}

function middleOf({ lower, upper }: Bucket): number {
  if (upper === Number.POSITIVE_INFINITY) return lower;
  return lower <= 0 ? upper / 2 : Math.sqrt(lower * upper);
}
