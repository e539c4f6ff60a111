/** Lower edge of a bucket in milliseconds → how many values fell into it. */
export type Histogram = ReadonlyMap<number, number>;

const edgesPerDecade = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8.5];

/**
 * Lower edges of the buckets: 10 ms to 1000 s in even log steps, and 0. A threshold on an edge counts exactly, and
 * a p99 of log-normal latencies comes out within about 2 %.
 */
export const bucketEdgesMs: readonly number[] = [
  0,
  ...[10, 100, 1_000, 10_000, 100_000].flatMap((decade) =>
    edgesPerDecade.map((edge) => Math.round(edge * decade)),
  ),
  1_000_000,
];

export function bucketOf(valueMs: number): number {
  return bucketEdgesMs.findLast((edge) => edge <= valueMs) ?? 0;
}

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
