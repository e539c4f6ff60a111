import type { AttributeList } from './attribute-list.ts';
import { explicitBuckets, exponentialBuckets } from './histogram-buckets.ts';
import type { KeySet } from './key-set.ts';
import { attributeTextOf, hasNoValue, type Measured, type MetricPoint } from './metric.ts';
import type { MetricCollector } from './metric-collector.ts';
import { readAttribute } from './protobuf-attributes.ts';
import { type ProtobufReader, tagOf, wire } from './protobuf-reader.ts';
import { noAttributes } from './span.ts';

/** What the kinds of `…DataPoint` that are read have in common. */
const pointTag = { start: tagOf(2, wire.fixed64), time: tagOf(3, wire.fixed64) } as const;

/** One kind of point: the message around it, the fields that each kind numbers its own way, and its values. */
export interface PointKind {
  readonly data: string;
  /** Whether its values only add up; a gauge's never do, and it has no temporality. */
  readonly addsUp: 'always' | 'if told' | 'never';
  readonly point: string;
  readonly attributesTag: number;
  readonly flagsTag: number;
  readonly begin: (collector: MetricCollector) => OpenMeasured;
}

/** The values of a point, field by field. */
interface OpenMeasured {
  /** Reads a field if it is one of its own. */
  read(reader: ProtobufReader, tag: number): boolean;
  measured(): Measured;
}

/** Undefined for a point that says that there is no value. */
export function readPoint(
  reader: ProtobufReader,
  kind: PointKind,
  wanted: KeySet,
  collector: MetricCollector,
): MetricPoint | undefined {
  let startUnixNano = 0n;
  let timeUnixNano = 0n;
  let flags = 0;
  let attributes: AttributeList | undefined;
  const texts: string[] = [];
  collector.beginPoint();
  const open = kind.begin(collector);
  reader.enter(kind.point);
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === pointTag.start) startUnixNano = reader.fixed64();
    else if (tag === pointTag.time) timeUnixNano = reader.fixed64();
    else if (tag === kind.flagsTag) flags = reader.uint32();
    else if (tag === kind.attributesTag) {
      const at = reader.position;
      attributes = readAttribute(reader, wanted, attributes);
      texts.push(reader.bytes.toString('latin1', at, reader.position));
    } else if (!open.read(reader, tag)) reader.skip(tag);
  }
  reader.leave();
  if (hasNoValue(flags)) return undefined;
  return {
    startUnixNano,
    timeUnixNano,
    attributes: attributes ?? noAttributes,
    attributeText: attributeTextOf(texts),
    ...open.measured(),
  };
}

const numberTag = { double: tagOf(4, wire.fixed64), int: tagOf(6, wire.fixed64) } as const;

export const sumPoint: PointKind = {
  data: 'Sum',
  addsUp: 'if told',
  point: 'NumberDataPoint',
  attributesTag: tagOf(7, wire.bytes),
  flagsTag: tagOf(8, wire.varint),
  begin() {
    let sum = 0;
    return {
      read(reader, tag) {
        if (tag === numberTag.double) sum = reader.double();
        else if (tag === numberTag.int) sum = Number(BigInt.asIntN(64, reader.fixed64()));
        else return false;
        return true;
      },
      measured: () => ({ count: 0, sum, buckets: [] }),
    };
  },
};

export const gaugePoint: PointKind = { ...sumPoint, data: 'Gauge', addsUp: 'never' };

const histogramTag = {
  count: tagOf(4, wire.fixed64),
  sum: tagOf(5, wire.fixed64),
  counts: tagOf(6, wire.bytes),
  oneCount: tagOf(6, wire.fixed64),
  bounds: tagOf(7, wire.bytes),
  oneBound: tagOf(7, wire.fixed64),
} as const;

export const histogramPoint: PointKind = {
  data: 'Histogram',
  addsUp: 'always',
  point: 'HistogramDataPoint',
  attributesTag: tagOf(9, wire.bytes),
  flagsTag: tagOf(10, wire.varint),
  begin(collector) {
    let count = 0;
    let sum = 0;
    const counts: number[] = [];
    const bounds: number[] = [];
    const readCount = (reader: ProtobufReader): void => {
      collector.beginNumber();
      counts.push(Number(reader.fixed64()));
    };
    const readBound = (reader: ProtobufReader): void => {
      collector.beginNumber();
      bounds.push(reader.double());
    };
    return {
      read(reader, tag) {
        if (tag === histogramTag.count) count = Number(reader.fixed64());
        else if (tag === histogramTag.sum) sum = reader.double();
        else if (tag === histogramTag.counts) readPacked(reader, 'bucket_counts', readCount);
        else if (tag === histogramTag.oneCount) readCount(reader);
        else if (tag === histogramTag.bounds) readPacked(reader, 'explicit_bounds', readBound);
        else if (tag === histogramTag.oneBound) readBound(reader);
        else return false;
        return true;
      },
      measured: () => ({ count, sum, buckets: explicitBuckets(bounds, counts) }),
    };
  },
};

const exponentialTag = {
  count: tagOf(4, wire.fixed64),
  sum: tagOf(5, wire.fixed64),
  scale: tagOf(6, wire.varint),
  zeroCount: tagOf(7, wire.fixed64),
  positive: tagOf(8, wire.bytes),
} as const;
const bucketsTag = {
  offset: tagOf(1, wire.varint),
  counts: tagOf(2, wire.bytes),
  oneCount: tagOf(2, wire.varint),
} as const;

export const exponentialHistogramPoint: PointKind = {
  data: 'ExponentialHistogram',
  addsUp: 'always',
  point: 'ExponentialHistogramDataPoint',
  attributesTag: tagOf(1, wire.bytes),
  flagsTag: tagOf(10, wire.varint),
  begin(collector) {
    let count = 0;
    let sum = 0;
    let scale = 0;
    let zeroCount = 0;
    let offset = 0;
    const counts: number[] = [];
    const readCount = (reader: ProtobufReader): void => {
      collector.beginNumber();
      counts.push(uint64(reader));
    };
    const readPositive = (reader: ProtobufReader): void => {
      reader.enter('Buckets');
      while (reader.hasMore()) {
        const tag = reader.tag();
        if (tag === bucketsTag.offset) offset = sint32(reader);
        else if (tag === bucketsTag.counts) readPacked(reader, 'bucket_counts', readCount);
        else if (tag === bucketsTag.oneCount) readCount(reader);
        else reader.skip(tag);
      }
      reader.leave();
    };
    return {
      read(reader, tag) {
        if (tag === exponentialTag.count) count = Number(reader.fixed64());
        else if (tag === exponentialTag.sum) sum = reader.double();
        else if (tag === exponentialTag.scale) scale = sint32(reader);
        else if (tag === exponentialTag.zeroCount) zeroCount = Number(reader.fixed64());
        else if (tag === exponentialTag.positive) readPositive(reader);
        else return false;
        return true;
      },
      measured: () => ({ count, sum, buckets: exponentialBuckets({ scale, zeroCount, offset, counts }) }),
    };
  },
};

/** Repeated numbers share one length; a parser must also take them one by one (proto3 encoding, "Packed"). */
function readPacked(reader: ProtobufReader, field: string, readOne: (reader: ProtobufReader) => void): void {
  reader.enter(field);
  while (reader.hasMore()) readOne(reader);
  reader.leave();
}

/** Zigzag: the sign is the lowest bit. */
function sint32(reader: ProtobufReader): number {
  const value = reader.uint32();
  return (value >>> 1) ^ -(value & 1);
}

function uint64(reader: ProtobufReader): number {
  const value = reader.int64();
  return value < 0 ? value + 2 ** 64 : value;
}
