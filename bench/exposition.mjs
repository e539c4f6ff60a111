/**
 * Sum of a metric's series in what Prometheus would scrape; NaN where it is not there.
 * @param {string} exposition @param {string} name @param {string} [labels]
 */
export function metricIn(exposition, name, labels = '') {
  const lines = exposition
    .split('\n')
    .filter((line) => (line.startsWith(`${name} `) || line.startsWith(`${name}{`)) && line.includes(labels));
  if (lines.length === 0) return Number.NaN;
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
