import { cumulative, delta, type Metric, type MetricPoint } from '../../decode/metric.ts';
import type { AttributeValue } from '../../decode/span.ts';
import type { MeteredCalls } from '../../model/metered-calls.ts';
import { attributesOf, endedAtMs, endedAtNs } from '../span.fixture.ts';
import { type Metered, meterCalls } from './meter-calls.ts';
import { readMetrics } from './read-metrics.ts';
import { createSeriesMemory, type SeriesMemory } from './series-memory.ts';

export const minuteNs = 60_000_000_000n;

const call = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-opus-4-8',
};

/** One call of two seconds in the minute before {@link endedAtNs}. */
export function pointOf(
  values: Record<string, AttributeValue> = {},
  fields: Partial<MetricPoint> = {},
): MetricPoint {
  const attributes = attributesOf({ ...call, ...values });
  return {
    startUnixNano: endedAtNs - minuteNs,
    timeUnixNano: endedAtNs,
    attributes,
    attributeText: JSON.stringify([...attributes]),
    count: 1,
    sum: 2,
    buckets: [{ lower: 1.28, upper: 2.56, count: 1 }],
    ...fields,
  };
}

/** Durations in seconds of calls of a service called `checkout`, as differences. */
export function metricOf(points: readonly MetricPoint[], fields: Partial<Metric> = {}): Metric {
  return {
    name: 'gen_ai.client.operation.duration',
    unit: 's',
    temporality: delta,
    isMonotonic: true,
    points,
    resource: {
      attributes: attributesOf({ 'service.name': 'checkout', 'deployment.environment.name': 'prod' }),
    },
    scope: { name: 'test', version: '' },
    ...fields,
  };
}

export function cumulativeOf(...points: MetricPoint[]): Metric {
  return metricOf(points, { temporality: cumulative });
}

/** One request, a moment after its points; it is stored unless the memory is to stand still. */
export function meterNow(
  metrics: readonly Metric[],
  memory: SeriesMemory = createSeriesMemory(0),
  isStored = true,
): Metered {
  const draft = memory.begin();
  const metered = meterCalls(readMetrics({ metrics, others: 0 }), draft, endedAtMs + 1000);
  if (isStored) draft.commit();
  return metered;
}

export function onlyRow(...metrics: Metric[]): MeteredCalls {
  const { rows } = meterNow(metrics);
  if (rows.length !== 1) throw new Error(`${rows.length} rows, not one`);
  return rows[0] as MeteredCalls;
}
