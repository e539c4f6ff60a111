import type { Bucket } from './metric.ts';

/** Bounds are upper ones and inclusive; the last count has none. What is measured here is never below zero. */
export function explicitBuckets(bounds: readonly number[], counts: readonly number[]): readonly Bucket[] {
  const last = bounds.at(-1) ?? 0;
  return filled(counts, (index) => ({
    lower: index === 0 ? 0 : (bounds[index - 1] ?? last),
    upper: bounds[index] ?? Number.POSITIVE_INFINITY,
  }));
}

/** `ExponentialHistogramDataPoint`: bucket `i` ends at `base ** (i + 1)`, with base `2 ** (2 ** -scale)`. */
export interface ExponentialCounts {
  readonly scale: number;
  readonly zeroCount: number;
  /** Index of the first of the counts. */
  readonly offset: number;
  readonly counts: readonly number[];
}

export function exponentialBuckets(told: ExponentialCounts): readonly Bucket[] {
  const edge = (index: number): number => 2 ** ((told.offset + index) * 2 ** -told.scale);
  return [
    ...filled([told.zeroCount], () => ({ lower: 0, upper: 0 })),
    ...filled(told.counts, (index) => ({ lower: edge(index), upper: edge(index + 1) })),
  ];
}

function filled(
  counts: readonly number[],
  edgesOf: (index: number) => Omit<Bucket, 'count'>,
): readonly Bucket[] {
  return counts.flatMap((count, index) => (count > 0 ? [{ ...edgesOf(index), count }] : []));
}
