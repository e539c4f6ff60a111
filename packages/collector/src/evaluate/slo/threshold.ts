import type { EventCounts } from '../../model/slo.ts';

/**
 * Calls faster than a threshold are good. `histogram` has them by the lower edge of their bucket, so that the count is
 * exact when the threshold is an edge itself; {@link thresholdOnEdge} makes it one.
 */
export function withinThreshold(histogram: ReadonlyMap<number, number>, thresholdMs: number): EventCounts {
  let [good, bad] = [0, 0];
  for (const [edgeMs, values] of histogram) {
    if (edgeMs < thresholdMs) good += values;
    else bad += values;
  }
  return { good, bad };
}

/** The next edge that is no smaller. Undefined beyond the last one, where nothing can be told apart. */
export function thresholdOnEdge(thresholdMs: number, edgesMs: readonly number[]): number | undefined {
  return [...edgesMs].sort((a, b) => a - b).find((edge) => edge >= thresholdMs);
}
