/**
 * Log-likelihood ratio, in nats, of "the share is `alternative`" against "the share is `usual`" for `bad` of
 * `attempts`. Positive speaks for the alternative.
 */
export function logLikelihoodRatio(bad, attempts, alternative, usual) {
  if (attempts === 0) return 0;
  return bad * Math.log(alternative / usual) + (attempts - bad) * Math.log((1 - alternative) / (1 - usual));
}
export function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
/** ln(mean(e^x)), without overflow. */
export function logMeanExp(values) {
  const largest = Math.max(...values);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return largest + Math.log(sum / values.length);
}
