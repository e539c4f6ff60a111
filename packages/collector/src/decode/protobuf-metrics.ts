import type { KeySet } from './key-set.ts';
import type { Metric, MetricPoint, WantedMetrics } from './metric.ts';
import type { MetricCollector } from './metric-collector.ts';
import { readProtobufEnvelopes } from './protobuf-envelopes.ts';
import {
  exponentialHistogramPoint,
  gaugePoint,
  histogramPoint,
  type PointKind,
  readPoint,
  sumPoint,
} from './protobuf-metric-point.ts';
import { type ProtobufReader, tagOf, wire } from './protobuf-reader.ts';

const names = {
  request: 'ExportMetricsServiceRequest',
  resource: 'ResourceMetrics',
  scope: 'ScopeMetrics',
} as const;

/** `opentelemetry.proto.metrics.v1.Metric` and the messages that hold its points. */
const metricTag = { name: tagOf(1, wire.bytes), unit: tagOf(3, wire.bytes) } as const;
const dataKinds: ReadonlyMap<number, PointKind> = new Map([
  [tagOf(5, wire.bytes), gaugePoint],
  [tagOf(7, wire.bytes), sumPoint],
  [tagOf(9, wire.bytes), histogramPoint],
  [tagOf(10, wire.bytes), exponentialHistogramPoint],
]);
const dataTag = {
  points: tagOf(1, wire.bytes),
  temporality: tagOf(2, wire.varint),
  isMonotonic: tagOf(3, wire.varint),
} as const;

export function readProtobufMetrics(
  body: Uint8Array,
  wanted: WantedMetrics,
  collector: MetricCollector,
): void {
  readProtobufEnvelopes(body, names, wanted.attributes, (reader, resource, scope) => {
    const metric = readMetric(reader, wanted, collector);
    if (metric === undefined) collector.addOther();
    else collector.add({ ...metric, resource, scope });
  });
}

/** Undefined when nobody wants a metric of this name. */
function readMetric(
  reader: ProtobufReader,
  wanted: WantedMetrics,
  collector: MetricCollector,
): Omit<Metric, 'resource' | 'scope'> | undefined {
  reader.enter('Metric');
  const start = reader.position;
  const { name, unit } = readHead(reader, wanted.names);
  if (name === undefined) {
    reader.leave();
    return undefined;
  }
  // Once more: fields may come in any order, and only now is it certain that somebody wants the points.
  reader.position = start;
  const data = readData(reader, wanted.attributes, collector);
  reader.leave();
  return { name, unit, ...data };
}

function readHead(reader: ProtobufReader, wanted: KeySet): { name: string | undefined; unit: string } {
  let name: string | undefined;
  let unit = '';
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === metricTag.name) {
      name = reader.keyOf(wanted);
      if (name === undefined) reader.skipRest();
    } else if (tag === metricTag.unit) unit = reader.text();
    else reader.skip(tag);
  }
  return { name, unit };
}

interface OpenData {
  temporality: number;
  isMonotonic: boolean;
  readonly points: MetricPoint[];
}

/** Of several kinds the last one counts; the same one twice is merged (protobuf encoding, "Last One Wins"). */
function readData(reader: ProtobufReader, wanted: KeySet, collector: MetricCollector): OpenData {
  let last: PointKind | undefined;
  let data: OpenData = { temporality: 0, isMonotonic: false, points: [] };
  while (reader.hasMore()) {
    const tag = reader.tag();
    const kind = dataKinds.get(tag);
    if (kind === undefined) {
      reader.skip(tag);
      continue;
    }
    if (kind !== last) data = { temporality: 0, isMonotonic: kind.addsUp === 'always', points: [] };
    last = kind;
    readInto(data, reader, kind, wanted, collector);
  }
  return data;
}

function readInto(
  data: OpenData,
  reader: ProtobufReader,
  kind: PointKind,
  wanted: KeySet,
  collector: MetricCollector,
): void {
  reader.enter(kind.data);
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === dataTag.points) {
      const point = readPoint(reader, kind, wanted, collector);
      if (point) data.points.push(point);
    } else if (tag === dataTag.temporality && kind.addsUp !== 'never') data.temporality = reader.uint32();
    else if (tag === dataTag.isMonotonic && kind.addsUp === 'if told')
      data.isMonotonic = reader.uint32() !== 0;
    else reader.skip(tag);
  }
  reader.leave();
}
