/** The next edge that is no smaller. Undefined beyond the last one, where nothing can be told apart. */
export function thresholdOnEdge(thresholdMs: number, edgesMs: readonly number[]): number | undefined {
  return [...edgesMs].sort((a, b) => a - b).find((edge) => edge >= thresholdMs);
}
