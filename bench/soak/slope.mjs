/**
 * Least squares: how much a value grows in an hour.
 * @param {readonly { atSeconds: number, value: number }[]} points @returns {{ perHour: number, mean: number, points: number } | null}
 */
export function slopeOf(points) {
  const known = points.filter(({ value }) => Number.isFinite(value));
  if (known.length < 3) return null;
  const meanAt = mean(known.map(({ atSeconds }) => atSeconds));
  const meanValue = mean(known.map(({ value }) => value));
  let [covariance, variance] = [0, 0];
  for (const { atSeconds, value } of known) {
    covariance += (atSeconds - meanAt) * (value - meanValue);
    variance += (atSeconds - meanAt) ** 2;
  }
  if (variance === 0) return null;
  return { perHour: (covariance / variance) * 3600, mean: meanValue, points: known.length };
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
