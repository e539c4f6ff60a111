import { bucketOf } from '../../model/latency-buckets.ts';
import type { EstimatedMs, MeteredCalls } from '../../model/metered-calls.ts';
import { minuteMs, secondsMs } from '../grid.ts';
import { cellTime, exactMax, uint } from './column-value.ts';

/** Columns of the rollups that counts of metrics go into, the finest of each family; views fill the coarser ones. */
export const meteredColumns = {
  attempts_2s: [
    'point_id',
    'time',
    'provider',
    'model',
    'region',
    'credential',
    'service',
    'outcome',
    'repeat',
    'basis',
    'attempts',
    'duration_ms_sum',
    'duration_ms',
    'time_to_first_chunk_ms',
  ],
  calls_1m: [
    'point_id',
    'time',
    'provider',
    'model',
    'service',
    'environment',
    'operation',
    'outcome',
    'basis',
    'calls',
    'attempts',
    'input_tokens',
    'output_tokens',
    'duration_ms_sum',
    'duration_ms',
    'time_to_first_chunk_ms',
  ],
} as const;

type MeteredTable = keyof typeof meteredColumns;

export function isMeteredTable(table: string): table is MeteredTable {
  return table in meteredColumns;
}

const basis = 'metrics';

/** How often a client tried is not in its metrics: each call counts as one attempt. */
export function meteredValues(
  metered: MeteredCalls,
): readonly (readonly [table: MeteredTable, values: readonly unknown[]])[] {
  const calls: [MeteredTable, readonly unknown[]] = ['calls_1m', callValues(metered)];
  // Tokens are of calls only.
  const isOfAttempts = metered.calls > 0 || metered.firstChunksMs.size > 0;
  return isOfAttempts ? [['attempts_2s', attemptValues(metered)], calls] : [calls];
}

function attemptValues(metered: MeteredCalls): readonly unknown[] {
  const { provider, model, region, service, outcome } = metered;
  const noCredential = '';
  return [
    metered.pointId,
    cellTime(metered.endMs, secondsMs),
    ...[provider, model, region, noCredential, service, outcome],
    false,
    basis,
    uint(metered.calls, exactMax),
    ...histogramValues(metered),
  ];
}

function callValues(metered: MeteredCalls): readonly unknown[] {
  const { provider, model, service, environment, operation, outcome } = metered;
  const calls = uint(metered.calls, exactMax);
  return [
    metered.pointId,
    cellTime(metered.endMs, minuteMs),
    ...[provider, model, service, environment, operation, outcome],
    basis,
    calls,
    calls,
    uint(metered.inputTokens, exactMax),
    uint(metered.outputTokens, exactMax),
    ...histogramValues(metered),
  ];
}

function histogramValues({ durationMsSum, durationsMs, firstChunksMs }: MeteredCalls): readonly unknown[] {
  return [uint(durationMsSum, exactMax), histogramOf(durationsMs), histogramOf(firstChunksMs)];
}

/** Estimates in the buckets in which exact durations are counted. */
function histogramOf(valuesMs: EstimatedMs): Readonly<Record<string, number>> {
  const buckets: Record<string, number> = {};
  for (const [valueMs, count] of valuesMs) {
    const edge = bucketOf(valueMs);
    buckets[edge] = uint((buckets[edge] ?? 0) + count, exactMax);
  }
  return buckets;
}
