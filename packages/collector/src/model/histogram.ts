import { bucketEdgesMs } from './latency-buckets.ts';

/** Lower edge of a bucket in milliseconds → how many values fell into it. */
export type Histogram = ReadonlyMap<number, number>;

/** Interpolated inside the bucket; null without values. `quantile` is 0..1. */
export function quantileMs(histogram: Histogram, quantile: number): number | null {
  const total = [...histogram.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let rank = quantile * total;
  for (const [index, edge] of bucketEdgesMs.entries()) {
    const count = histogram.get(edge) ?? 0;
    if (count >= rank && count > 0) {
      // The last bucket has no upper edge.
      const upper = bucketEdgesMs[index + 1] ?? edge;
      return edge + (upper - edge) * (rank / count);
    }
    rank -= count;
  }
  return bucketEdgesMs.at(-1) ?? null;
}
