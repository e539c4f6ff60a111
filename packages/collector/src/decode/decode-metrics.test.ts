import { describe, expect, it } from 'vitest';
import { DecodeError } from './decode-error.ts';
import { decodeMetrics } from './decode-metrics.ts';
import { KeySet } from './key-set.ts';
import { encodeMetricsWithProtobufjs } from './otlp-metrics-schema.fixture.ts';

const wanted = { names: new KeySet(['seconds']), attributes: new KeySet(['model', 'service.name']) };

function requestOf(...metrics: Record<string, unknown>[]): Record<string, unknown> {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] };
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'test' }, metrics }] }] };
}

const named = (key: string, stringValue: string) => ({ key, value: { stringValue } });

describe.each(['protobuf', 'json'] as const)('metrics in %s', (encoding) => {
  const decode = (...metrics: Record<string, unknown>[]) => {
    const request = requestOf(...metrics);
    const body =
      encoding === 'json' ? Buffer.from(JSON.stringify(request)) : encodeMetricsWithProtobufjs(request);
    return decodeMetrics(body, encoding, wanted);
  };
  const histogram = (...dataPoints: Record<string, unknown>[]) => ({
    name: 'seconds',
    unit: 's',
    histogram: { aggregationTemporality: 2, dataPoints },
  });

  it('of other names are counted and not read', () => {
    const other = { name: 'process.cpu.time', sum: { dataPoints: [{ asDouble: 1 }, { asDouble: 2 }] } };
    expect(decode(other, histogram(), other)).toMatchObject({ metrics: [{ name: 'seconds' }], others: 2 });
  });

  it('carry their buckets with both edges, and only those that hold something', () => {
    const point = { count: '6', sum: 9.5, explicitBounds: [1, 2, 4], bucketCounts: ['1', '0', '3', '2'] };
    const [metric] = decode(histogram(point)).metrics;
    expect(metric).toMatchObject({ unit: 's', temporality: 2, isMonotonic: true });
    expect(metric?.points).toMatchObject([
      {
        count: 6,
        sum: 9.5,
        buckets: [
          { lower: 0, upper: 1, count: 1 },
          { lower: 2, upper: 4, count: 3 },
          { lower: 4, upper: Number.POSITIVE_INFINITY, count: 2 },
        ],
      },
    ]);
  });

  it('carry exponential buckets in the same form', () => {
    // Scale 0: powers of two.
    const point = {
      count: '4',
      zeroCount: '1',
      scale: 0,
      positive: { offset: -2, bucketCounts: ['2', '0', '1'] },
    };
    const exponential = { aggregationTemporality: 1, dataPoints: [point] };
    const [metric] = decode({ name: 'seconds', exponentialHistogram: exponential }).metrics;
    expect(metric?.temporality).toBe(1);
    expect(metric?.points[0]?.buckets).toEqual([
      { lower: 0, upper: 0, count: 1 },
      { lower: 0.25, upper: 0.5, count: 2 },
      { lower: 1, upper: 2, count: 1 },
    ]);
  });

  it('name a series by all its attributes, in whatever order they are sent', () => {
    const attributes = [named('model', 'm'), named('user', 'u')];
    const points = [attributes, attributes.toReversed(), [named('model', 'm'), named('user', 'v')]].map(
      (each) => ({ attributes: each, count: '1' }),
    );
    const [one, reversed, other] = decode(histogram(...points)).metrics[0]?.points ?? [];
    expect([...(one?.attributes ?? [])]).toEqual([['model', 'm']]);
    expect(reversed?.attributeText).toBe(one?.attributeText);
    expect(other?.attributeText).not.toBe(one?.attributeText);
  });

  it('leave out points that say that they have no value', () => {
    expect(decode(histogram({ count: '1', flags: 1 })).metrics[0]?.points).toEqual([]);
  });

  it('of a gauge carry its values, which do not add up', () => {
    const dataPoints = [{ asDouble: 1.5, timeUnixNano: '7' }, { asInt: '3' }];
    const gauge = { name: 'seconds', gauge: { dataPoints, aggregationTemporality: 2, isMonotonic: true } };
    expect(decode(gauge).metrics).toMatchObject([
      {
        temporality: 0,
        isMonotonic: false,
        points: [
          { count: 0, sum: 1.5, timeUnixNano: 7n },
          { count: 0, sum: 3 },
        ],
      },
    ]);
  });

  it('of a summary have no points: it says nothing that can be added up', () => {
    const summary = { name: 'seconds', summary: { dataPoints: [{ count: '1' }] } };
    expect(decode(summary).metrics).toMatchObject([{ temporality: 0, points: [] }]);
  });

  it('beyond what one request may hold are refused', () => {
    const tooManyPoints = histogram(...Array.from({ length: 50_001 }, () => ({ count: '1' })));
    expect(() => decode(tooManyPoints)).toThrow(DecodeError);
    const tooManyBuckets = histogram({ bucketCounts: Array.from({ length: 1_000_001 }, () => '0') });
    expect(() => decode(tooManyBuckets)).toThrow('send smaller batches');
  });
});

it('metrics whose numbers come one by one, and their name last, are read', () => {
  // histogram { data_points { bucket_counts: 2 bucket_counts: 3 explicit_bounds: 1 } } name: "seconds"
  const one = Buffer.from([0x31, 2, 0, 0, 0, 0, 0, 0, 0, 0x31, 3, 0, 0, 0, 0, 0, 0, 0]);
  const bound = Buffer.concat([Buffer.from([0x39]), doubleOf(1)]);
  const point = field(1, Buffer.concat([one, bound]));
  const metric = Buffer.concat([field(9, point), field(1, Buffer.from('seconds'))]);
  const body = field(1, field(2, field(2, metric)));
  expect(decodeMetrics(body, 'protobuf', wanted).metrics[0]?.points[0]?.buckets).toEqual([
    { lower: 0, upper: 1, count: 2 },
    { lower: 1, upper: Number.POSITIVE_INFINITY, count: 3 },
  ]);
});

it('metrics whose points come in two pieces have all of them, of the kind that came last', () => {
  const point = (asInt: number): Buffer => field(1, Buffer.from([0x31, asInt, 0, 0, 0, 0, 0, 0, 0]));
  const histogram = field(9, field(1, Buffer.alloc(0)));
  const name = field(1, Buffer.from('seconds'));
  const metric = Buffer.concat([name, histogram, field(7, point(1)), field(7, point(2))]);
  const [read] = decodeMetrics(field(1, field(2, field(2, metric))), 'protobuf', wanted).metrics;
  expect(read?.points.map(({ sum }) => sum)).toEqual([1, 2]);
});

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
}

function doubleOf(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
