import { recordedMetric } from '@faultline/conventions';
import { ofModels } from './promql.ts';

// What the rules of `faultline rules --format prometheus-recordings` write.

const summed = (metric: string): string => `sum by (provider, model) (${ofModels(metric)})`;

export const recordedFailedShare: string = `(${summed(recordedMetric.failedAttemptRate)} or 0 * ${summed(recordedMetric.attemptRate)}) / (${summed(recordedMetric.attemptRate)} > 0)`;

export const recordedQuantile = (q: number): string =>
  `histogram_quantile(${q}, sum by (le, provider, model) (${ofModels(recordedMetric.firstChunkBucketRate)})) >= 0`;
