import type { Percentiles } from '@faultline/conventions';
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

/** To a tenth of a millisecond, which is more than buckets can tell. Null without values. */
export function percentilesOf(histogram: Histogram): Percentiles | null {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((quantile) => quantileMs(histogram, quantile));
  if (p50 == null || p95 == null || p99 == null) return null;
  const rounded = (valueMs: number): number => Math.round(valueMs * 10) / 10;
  return { p50: rounded(p50), p95: rounded(p95), p99: rounded(p99) };
}
