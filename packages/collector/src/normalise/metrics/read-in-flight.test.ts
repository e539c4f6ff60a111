import { describe, expect, it } from 'vitest';
import { cumulative, delta, type Metric } from '../../decode/metric.ts';
import type { AttributeValue } from '../../decode/span.ts';
import { attributesOf, endedAtNs } from '../span.fixture.ts';
import { metricOf, minuteNs, pointOf } from './metric.fixture.ts';
import { type InFlightReading, readInFlight } from './read-in-flight.ts';

const resourceOf = (values: Record<string, AttributeValue> = {}): Metric['resource'] => ({
  attributes: attributesOf({ 'service.name': 'checkout', ...values }),
});

interface Told {
  readonly model?: string;
  readonly startUnixNano?: bigint;
  readonly timeUnixNano?: bigint;
}

const numberOf = (sum: number, values: Record<string, AttributeValue>, told: Told) =>
  pointOf(
    { ...values, ...(told.model === undefined ? {} : { 'gen_ai.request.model': told.model }) },
    { ...told, count: 0, buckets: [], sum },
  );

function startedOf(resource: Metric['resource'], calls: number, told: Told = {}, temporality = cumulative) {
  const fields = { name: 'faultline.client.calls.started', unit: '{call}', temporality, resource };
  return metricOf([numberOf(calls, {}, told)], fields);
}

function inFlightOf(resource: Metric['resource'], calls: number, told: Told = {}) {
  const fields = { name: 'faultline.client.calls.in_flight', temporality: 0, isMonotonic: false, resource };
  return metricOf([numberOf(calls, { 'faultline.in_flight.age': 5 }, told)], fields);
}

const read = (...metrics: Metric[]): InFlightReading => readInFlight({ metrics, others: 0 });
const instancesIn = ({ reports }: InFlightReading): number => new Set(reports.map((r) => r.instance)).size;

describe('a report of what is in flight', () => {
  it('is made of each envelope of a request', () => {
    const [one, other] = [resourceOf(), resourceOf()];
    const reading = read(
      startedOf(one, 3, { startUnixNano: 1n }),
      startedOf(other, 4, { startUnixNano: 2n }),
      inFlightOf(one, 1),
      inFlightOf(other, 2),
    );
    expect(reading.reports.map(({ calls }) => calls.map((line) => line.calls))).toEqual([[1], [2]]);
    expect(instancesIn(reading)).toBe(2);
  });

  it('is of the same process as one that is sent later, with more series', () => {
    const [first, second] = [resourceOf(), resourceOf()];
    const later = { model: 'small', startUnixNano: 60n, timeUnixNano: endedAtNs + minuteNs };
    const reading = read(
      startedOf(first, 3, { startUnixNano: 30n }),
      // OpenTelemetry's SDK counts each series from its first call on.
      startedOf(second, 1, later),
      startedOf(second, 3, { startUnixNano: 30n, timeUnixNano: endedAtNs + minuteNs }),
    );
    expect(instancesIn(reading)).toBe(1);
    expect(reading.reports.map(({ span }) => span.endUnixNano)).toEqual([endedAtNs, endedAtNs + minuteNs]);
  });

  it('is of a process that its resource names, also when it counts anew each time', () => {
    const pods = ['a', 'b', 'b'].map((pod) => resourceOf({ 'k8s.pod.name': pod }));
    const metrics = pods.map((pod, index) =>
      startedOf(pod, 1, { startUnixNano: BigInt(index), timeUnixNano: BigInt(index + 1) }, delta),
    );
    expect(instancesIn(read(...metrics))).toBe(2);
  });

  it('has a line of no calls for a series of which nothing is in flight, and none beside others', () => {
    const resource = resourceOf();
    const { reports } = read(
      startedOf(resource, 3, { model: 'idle' }),
      startedOf(resource, 3, { model: 'busy' }),
      inFlightOf(resource, 2, { model: 'busy' }),
      inFlightOf(resource, 0, { model: 'done' }),
    );
    const lines = reports[0]?.calls.map(({ model, ageSeconds, calls }) => [model, ageSeconds, calls]);
    expect(lines).toEqual([
      ['busy', 5, 2],
      ['done', 0, 0],
      ['idle', 0, 0],
    ]);
  });

  it('is not made of what a gateway saw, nor of metrics of other kinds or with no points', () => {
    const gateway = resourceOf({ 'service.name': 'litellm-proxy' });
    const counter = { ...inFlightOf(resourceOf(), 1), temporality: cumulative };
    const falling = { ...startedOf(resourceOf(), 1), isMonotonic: false };
    const empty = { ...inFlightOf(resourceOf(), 1), points: [] };
    expect(read(inFlightOf(gateway, 1), counter, falling, empty)).toEqual({
      started: [],
      reports: [],
      waiting: 0,
      unread: { server_side: 1, uncountable: 2 },
    });
  });
});
