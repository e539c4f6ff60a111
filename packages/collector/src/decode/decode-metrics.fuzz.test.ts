import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captures } from '../normalise/captured.fixture.ts';
import { wantedMetricNames } from '../normalise/metrics/wanted-metrics.ts';
import { damage, damaged } from './damage.fixture.ts';
import { DecodeError } from './decode-error.ts';
import { decodeMetrics } from './decode-metrics.ts';
import { explicitBuckets, exponentialBuckets } from './histogram-buckets.ts';
import { KeySet } from './key-set.ts';
import type { Measured, Metric, WantedMetrics } from './metric.ts';
import {
  decodeMetricsWithProtobufjs,
  encodeMetricsWithProtobufjs,
  type OracleMetric,
  type OraclePoint,
} from './otlp-metrics-schema.fixture.ts';

/** As for traces: protobufjs is the oracle on valid bodies; on broken ones only a {@link DecodeError} may come out. */
const names = ['gen_ai.client.operation.duration', 'длительность'];
const keys = ['a', 'ключ'];
const wanted = { names: new KeySet(names), attributes: new KeySet(keys) };

const unixNano = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const count = fc.oneof(fc.constant(0), fc.nat(50), fc.maxSafeNat()).map(String);
// JSON has no negative zero; adding 0 makes it positive.
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const attributes = fc.uniqueArray(
  fc.record({
    key: fc.oneof(fc.constantFrom(...keys), text),
    value: text.map((stringValue) => ({ stringValue })),
  }),
  { selector: ({ key }) => key, maxLength: 4 },
);
const shared = {
  startTimeUnixNano: unixNano,
  timeUnixNano: unixNano,
  attributes,
  flags: fc.constantFrom(0, 0, 0, 1, 2),
};
const numberPoint = fc.oneof(
  fc.record({ ...shared, asDouble: double }),
  fc.record({ ...shared, asInt: fc.maxSafeInteger().map(String) }),
);
const histogramPoint = fc.record({
  ...shared,
  count,
  sum: double,
  bucketCounts: fc.array(count, { maxLength: 6 }),
  explicitBounds: fc.array(double, { maxLength: 5 }),
  min: double,
});
const buckets = fc.record({
  offset: fc.integer({ min: -500, max: 500 }),
  bucketCounts: fc.array(count, { maxLength: 6 }),
});
const exponentialPoint = fc.record({
  ...shared,
  count,
  sum: double,
  scale: fc.integer({ min: -10, max: 20 }),
  zeroCount: count,
  positive: buckets,
  negative: buckets,
});
const points = <Point>(point: fc.Arbitrary<Point>): fc.Arbitrary<Point[]> =>
  fc.array(point, { maxLength: 3 });
const aggregationTemporality = fc.integer({ min: 0, max: 2 });
const data = fc.oneof(
  fc.record({
    sum: fc.record({ dataPoints: points(numberPoint), aggregationTemporality, isMonotonic: fc.boolean() }),
  }),
  fc.record({ histogram: fc.record({ dataPoints: points(histogramPoint), aggregationTemporality }) }),
  fc.record({
    exponentialHistogram: fc.record({ dataPoints: points(exponentialPoint), aggregationTemporality }),
  }),
  fc.record({ gauge: fc.record({ dataPoints: points(numberPoint) }) }),
);
const metric = fc
  .tuple(fc.oneof(fc.constantFrom(...names), text), text, text, data)
  .map(([name, unit, description, kind]) => ({ name, unit, description, ...kind }));
const request = fc.record({
  resourceMetrics: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeMetrics: fc.array(
        fc.record({ scope: fc.record({ name: text }), metrics: fc.array(metric, { maxLength: 4 }) }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  ),
});

/** The metrics of wanted names, as protobufjs reads them. */
function readByOracle(body: Uint8Array, { names: wantedNames }: WantedMetrics): readonly OracleMetric[] {
  return decodeMetricsWithProtobufjs(body)
    .resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .filter(({ name }) => wantedNames.has(name));
}

/** Our result in the terms of the oracle's: what both must agree on. */
function summaryOfOurs({ name, unit, temporality, isMonotonic, points: read }: Metric): unknown {
  return {
    name,
    unit,
    temporality,
    isMonotonic,
    points: read.map(({ attributes: told, attributeText: _, ...point }) => ({
      ...point,
      attributes: Object.fromEntries(told),
    })),
  };
}

function summaryOfOracle({ name, unit, gauge, sum, histogram, exponentialHistogram }: OracleMetric): unknown {
  const counted = histogram ?? exponentialHistogram;
  const data = gauge ?? sum ?? counted;
  const measuredOf = gauge || sum ? numberOf : histogram ? histogramOf : exponentialOf;
  return {
    name,
    unit,
    temporality: data?.aggregationTemporality ?? 0,
    isMonotonic: sum?.isMonotonic ?? counted !== undefined,
    points: (data?.dataPoints ?? [])
      .filter(({ flags }) => flags !== 1)
      .map((point) => ({
        startUnixNano: BigInt(point.startTimeUnixNano),
        timeUnixNano: BigInt(point.timeUnixNano),
        attributes: Object.fromEntries(
          point.attributes
            .filter(({ key }) => keys.includes(key))
            .map(({ key, value }) => [key, value.stringValue]),
        ),
        ...measuredOf(point),
      })),
  };
}

const numberOf = ({ asInt, asDouble }: OraclePoint): Measured => ({
  count: 0,
  sum: Number(asInt ?? asDouble ?? 0),
  buckets: [],
});
const histogramOf = ({
  count: told,
  sum,
  bucketCounts = [],
  explicitBounds = [],
}: OraclePoint): Measured => ({
  count: Number(told),
  sum: sum ?? 0,
  buckets: explicitBuckets(explicitBounds, bucketCounts.map(Number)),
});
const exponentialOf = ({ count: told, sum, scale = 0, zeroCount, positive }: OraclePoint): Measured => ({
  count: Number(told),
  sum: sum ?? 0,
  buckets: exponentialBuckets({
    scale,
    zeroCount: Number(zeroCount),
    offset: positive?.offset ?? 0,
    counts: (positive?.bucketCounts ?? []).map(Number),
  }),
});

function survives(body: Uint8Array, encoding: 'protobuf' | 'json'): void {
  try {
    decodeMetrics(body, encoding, wanted);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
  }
}

describe('any metrics export', () => {
  it('is read from protobuf as protobufjs reads it', () => {
    fc.assert(
      fc.property(request, (message) => {
        const body = encodeMetricsWithProtobufjs(message);
        const batch = decodeMetrics(body, 'protobuf', wanted);
        expect(batch.metrics.map(summaryOfOurs)).toEqual(readByOracle(body, wanted).map(summaryOfOracle));
        const all = message.resourceMetrics.flatMap(({ scopeMetrics }) =>
          scopeMetrics.flatMap(({ metrics }) => metrics),
        );
        expect(batch.others + batch.metrics.length).toBe(all.length);
      }),
      { numRuns: 300 },
    );
  });

  it('means the same in JSON as in protobuf', () => {
    fc.assert(
      fc.property(request, (message) => {
        const fromJson = decodeMetrics(Buffer.from(JSON.stringify(message)), 'json', wanted);
        const fromProtobuf = decodeMetrics(encodeMetricsWithProtobufjs(message), 'protobuf', wanted);
        expect(fromJson.metrics.map(summaryOfOurs)).toEqual(fromProtobuf.metrics.map(summaryOfOurs));
        expect(fromJson.others).toBe(fromProtobuf.others);
      }),
      { numRuns: 200 },
    );
  });

  it('raises nothing but a DecodeError when it arrives cut, flipped or with bytes put in', () => {
    fc.assert(
      fc.property(request, damage, (message, how) => {
        survives(damaged(encodeMetricsWithProtobufjs(message), how), 'protobuf');
        survives(damaged(Buffer.from(JSON.stringify(message)), how), 'json');
      }),
      { numRuns: 500 },
    );
  });

  it('raises nothing but a DecodeError when it is cut after any byte', () => {
    const [message] = fc.sample(request, { seed: 7, numRuns: 1 }) as [
      typeof request extends fc.Arbitrary<infer T> ? T : never,
    ];
    const body = encodeMetricsWithProtobufjs(message);
    for (let length = 0; length <= body.length; length++) survives(body.subarray(0, length), 'protobuf');
  });

  it('raises nothing but a DecodeError when the bytes are noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.json(), (noise, json) => {
        survives(noise, 'protobuf');
        survives(noise, 'json');
        survives(Buffer.from(json), 'json');
        const duration = `{"name":"${names[0]}","histogram":{"dataPoints":[${json}]}}`;
        survives(
          Buffer.from(`{"resourceMetrics":[{"scopeMetrics":[{"metrics":[${json},${duration}]}]}]}`),
          'json',
        );
      }),
      { numRuns: 500 },
    );
  });

  it('that was captured and damaged is read as protobufjs reads it, or refused', { timeout: 60_000 }, () => {
    const wantedOfCaptures = { names: new KeySet(wantedMetricNames), attributes: wanted.attributes };
    const bodies = captures()
      .flatMap(({ files }) => files)
      .filter(({ signal, content_type }) => signal === 'metrics' && !content_type.includes('json'))
      .map(({ file }) => readFileSync(file))
      .filter(({ length }) => length <= 4_000);
    expect(bodies.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.constantFrom(...bodies), damage, (original, how) => {
        const body = damaged(original, how);
        const oracle = readOrUndefined(() => readByOracle(body, wantedOfCaptures));
        const ours = readOrUndefined(() => decodeMetrics(body, 'protobuf', wantedOfCaptures));
        // What nobody wants is passed over undecoded, so we refuse less than the oracle.
        if (oracle === undefined || ours === undefined) return;
        expect(ours.metrics.map(summaryOfOurs)).toEqual(oracle.map(summaryOfOracle));
      }),
      { numRuns: 20_000 },
    );
  });
});

function readOrUndefined<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
