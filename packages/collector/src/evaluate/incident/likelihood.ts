/**
 * Failures come in bursts: shared queues, retries, one bad host. The intra-class correlation of the beta-binomial they
 * are modelled with; 1/151 is what healthy vendor traffic showed (prior of the prototype).
 */
const burstCorrelation = 1 / 151;

/** Variance of `attempts` trials over that of independent ones (quasi-likelihood over-dispersion). */
function dispersion(attempts: number): number {
  return 1 + Math.max(0, attempts - 1) * burstCorrelation;
}

/**
 * Log-likelihood ratio, in nats, of "the share is `alternative`" against "the share is `usual`" for `bad` of
 * `attempts`, tempered by over-dispersion. Positive speaks for the alternative.
 */
export function logLikelihoodRatio(
  bad: number,
  attempts: number,
  alternative: number,
  usual: number,
): number {
  if (attempts === 0) return 0;
  const good = attempts - bad;
  const nats = bad * Math.log(alternative / usual) + good * Math.log((1 - alternative) / (1 - usual));
  return nats / dispersion(attempts);
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** ln(mean(e^x)), without overflow. */
export function logMeanExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return largest + Math.log(sum / values.length);
}
