import { badOutcomes, collectorMetric, recordedMetric } from '@faultline/conventions';
import { stringify } from 'yaml';

/**
 * Rates for reading weeks: a few series of each model instead of one for each outcome and bucket of each collector. Sums of
 * rates, and no ratios or percentiles: those cannot be added up again.
 */
export function recordingRules(): string {
  const rules = [
    recording(recordedMetric.attemptRate, '', collectorMetric.attempts),
    // Who has not failed yet has a rate of 0, and not none.
    {
      record: recordedMetric.failedAttemptRate,
      expr: `${rate('', `${collectorMetric.attempts}{outcome=~"${badOutcomes.join('|')}"}`)} or 0 * ${recordedMetric.attemptRate}`,
    },
    recording(recordedMetric.firstChunkBucketRate, 'le', `${collectorMetric.timeToFirstChunk}_bucket`),
    recording(recordedMetric.durationBucketRate, 'le', `${collectorMetric.callDuration}_bucket`),
  ];
  const groups = [{ name: 'faultline-recordings', rules }];
  return `# faultline rules --format prometheus-recordings\n${stringify({ groups }, { lineWidth: 0 })}`;
}

function recording(record: string, by: string, selector: string): { record: string; expr: string } {
  return { record, expr: rate(by, selector) };
}

function rate(by: string, selector: string): string {
  const labels = ['job', 'provider', 'model', ...(by === '' ? [] : [by])].join(', ');
  return `sum by (${labels}) (rate(${selector}[5m]))`;
}
