import { DecodeError } from './decode-error.ts';
import { explicitBuckets, exponentialBuckets } from './histogram-buckets.ts';
import { readJsonAttributes } from './json-attributes.ts';
import { readJsonEnvelopes } from './json-envelopes.ts';
import {
  enumIn,
  forEachObject,
  inObject,
  type JsonObject,
  kindOf,
  textIn,
  unixNanoIn,
} from './json-value.ts';
import type { KeySet } from './key-set.ts';
import {
  attributeTextOf,
  hasNoValue,
  type Measured,
  type Metric,
  type MetricPoint,
  type WantedMetrics,
} from './metric.ts';
import type { MetricCollector } from './metric-collector.ts';

const keys = { resources: 'resourceMetrics', scopes: 'scopeMetrics', items: 'metrics' } as const;

export function readJsonMetrics(body: Uint8Array, wanted: WantedMetrics, collector: MetricCollector): void {
  readJsonEnvelopes(body, keys, wanted.attributes, (metric, resource, scope) => {
    const name = textIn(metric, 'name');
    if (!wanted.names.has(name)) return collector.addOther();
    const unit = textIn(metric, 'unit');
    collector.add({ name, unit, ...readData(metric, wanted.attributes, collector), resource, scope });
  });
}

type ReadMeasured = (point: JsonObject, collector: MetricCollector) => Measured;

const dataKinds: readonly (readonly [key: string, ReadMeasured])[] = [
  ['gauge', readNumber],
  ['sum', readNumber],
  ['histogram', readHistogram],
  ['exponentialHistogram', readExponentialHistogram],
];

function readData(
  metric: JsonObject,
  wanted: KeySet,
  collector: MetricCollector,
): Pick<Metric, 'temporality' | 'isMonotonic' | 'points'> {
  const kind = dataKinds.find(([key]) => metric[key] !== undefined && metric[key] !== null);
  if (kind === undefined) return { temporality: 0, isMonotonic: false, points: [] };
  const [key, readMeasured] = kind;
  return inObject(metric, key, (data) => {
    const points: MetricPoint[] = [];
    forEachObject(data, 'dataPoints', (point) => {
      collector.beginPoint();
      if (hasNoValue(numberIn(point, 'flags'))) return;
      points.push({
        startUnixNano: unixNanoIn(point, 'startTimeUnixNano'),
        timeUnixNano: unixNanoIn(point, 'timeUnixNano'),
        attributes: readJsonAttributes(point, wanted),
        attributeText: textOfAttributes(point),
        ...readMeasured(point, collector),
      });
    });
    return {
      // A gauge has neither.
      temporality: key === 'gauge' ? 0 : enumIn(data, 'aggregationTemporality', temporalityNames),
      isMonotonic: key === 'sum' ? data.isMonotonic === true : key !== 'gauge',
      points,
    };
  });
}

const temporalityNames = new Map([
  ['AGGREGATION_TEMPORALITY_DELTA', 1],
  ['AGGREGATION_TEMPORALITY_CUMULATIVE', 2],
]);

function textOfAttributes(point: JsonObject): string {
  const texts: string[] = [];
  forEachObject(point, 'attributes', (attribute) => texts.push(JSON.stringify(attribute)));
  return attributeTextOf(texts);
}

function readNumber(point: JsonObject): Measured {
  const key = point.asInt === undefined || point.asInt === null ? 'asDouble' : 'asInt';
  return { count: 0, sum: numberIn(point, key), buckets: [] };
}

function readHistogram(point: JsonObject, collector: MetricCollector): Measured {
  const bounds = numbersIn(point, 'explicitBounds', collector);
  const counts = numbersIn(point, 'bucketCounts', collector);
  return {
    count: numberIn(point, 'count'),
    sum: numberIn(point, 'sum'),
    buckets: explicitBuckets(bounds, counts),
  };
}

function readExponentialHistogram(point: JsonObject, collector: MetricCollector): Measured {
  const scale = numberIn(point, 'scale');
  const zeroCount = numberIn(point, 'zeroCount');
  const positive = inObject(point, 'positive', (buckets) => ({
    offset: numberIn(buckets, 'offset'),
    counts: numbersIn(buckets, 'bucketCounts', collector),
  }));
  return {
    count: numberIn(point, 'count'),
    sum: numberIn(point, 'sum'),
    buckets: exponentialBuckets({ scale, zeroCount, ...positive }),
  };
}

function numbersIn(parent: JsonObject, key: string, collector: MetricCollector): readonly number[] {
  const list = parent[key] ?? [];
  if (!Array.isArray(list)) throw new DecodeError(`${key}: expected an array, got ${kindOf(list)}`);
  return list.map((value) => {
    collector.beginNumber();
    return numberOf(key, value);
  });
}

function numberIn(parent: JsonObject, key: string): number {
  return numberOf(key, parent[key] ?? 0);
}

const numberShape = /^(NaN|-?Infinity|-?\d{1,20}|-?[\d.]{1,30}(e[+-]?\d{1,4})?)$/i;

/** proto3 JSON writes 64-bit integers as strings, and what JSON cannot say: "NaN", "Infinity". */
function numberOf(key: string, value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && numberShape.test(value)) return Number(value);
  throw new DecodeError(`${key}: expected a number, got ${kindOf(value)}`);
}
