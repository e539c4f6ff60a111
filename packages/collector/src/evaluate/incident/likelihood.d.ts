/**
 * Log-likelihood ratio, in nats, of "the share is `alternative`" against "the share is `usual`" for `bad` of
 * `attempts`. Positive speaks for the alternative.
 */
export declare function logLikelihoodRatio(
  bad: number,
  attempts: number,
  alternative: number,
  usual: number,
): number;
export declare function clamp(value: number, low: number, high: number): number;
/** ln(mean(e^x)), without overflow. */
export declare function logMeanExp(values: readonly number[]): number;
