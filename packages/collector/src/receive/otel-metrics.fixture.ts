import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import type { Encoding } from '../decode/decode-traces.ts';
import { endedAtMs } from './otel-export.fixture.ts';

type ResourceMetrics = Parameters<typeof ProtobufMetricsSerializer.serializeRequest>[0];

/** Calls of two seconds, counted from `startMs` on. */
export interface CountedCalls {
  readonly calls: number;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly attributes?: Record<string, string>;
}

/** The numbering of the OTel API, whose serialiser makes OTLP's of it. */
const temporalityOf = { delta: 0, cumulative: 1 } as const;
const [histogramType, gaugeType, sumType] = [0, 2, 3];

/** What the OTel JS SDK hands to its exporter: one histogram of durations, and a metric that is not about calls. */
export function exportMetrics(
  encoding: Encoding,
  temporality: keyof typeof temporalityOf,
  ...counted: readonly CountedCalls[]
): Uint8Array<ArrayBuffer> {
  const durations = {
    descriptor: { name: 'gen_ai.client.operation.duration', unit: 's', description: '', valueType: 1 },
    aggregationTemporality: temporalityOf[temporality],
    dataPointType: histogramType,
    dataPoints: counted.map(pointOf),
  };
  const uptime = { ...durations, descriptor: { ...durations.descriptor, name: 'process.uptime' } };
  return serialized(encoding, [durations, uptime]);
}

function serialized(encoding: Encoding, metrics: readonly object[]): Uint8Array<ArrayBuffer> {
  const request = {
    resource: { attributes: { 'service.name': 'checkout', 'deployment.environment.name': 'prod' } },
    scopeMetrics: [{ scope: { name: 'test' }, metrics }],
  } as unknown as ResourceMetrics;
  const serializer = encoding === 'json' ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  return new Uint8Array(serializer.serializeRequest(request) ?? []);
}

/** What our SDK sends every two seconds. */
export interface Unended {
  /** Since when the process counts. */
  readonly startMs: number;
  readonly atMs: number;
  readonly temporality?: keyof typeof temporalityOf;
  /** Calls of each model that it began. */
  readonly started?: Readonly<Record<string, number>>;
  readonly inFlight?: readonly {
    readonly calls: number;
    readonly age?: number;
    readonly phase?: string;
    readonly attributes?: Record<string, string>;
  }[];
}

const target = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-opus-4-8',
};

/** Without a metric that has no points, as our SDK does it. */
export function exportUnended(encoding: Encoding, unended: Unended): Uint8Array<ArrayBuffer> {
  const { startMs, atMs, temporality = 'cumulative', started = {}, inFlight = [] } = unended;
  const times = { startTime: hrTime(startMs), endTime: hrTime(atMs) };
  const descriptor = { unit: '{call}', description: '', valueType: 0 };
  const counter = {
    descriptor: { ...descriptor, name: 'faultline.client.calls.started' },
    aggregationTemporality: temporalityOf[temporality],
    dataPointType: sumType,
    isMonotonic: true,
    dataPoints: Object.entries(started).map(([model, calls]) => {
      const attributes = { ...target, 'gen_ai.request.model': model, 'faultline.credential': 'web' };
      return { ...times, attributes, value: calls };
    }),
  };
  const gauge = {
    descriptor: { ...descriptor, name: 'faultline.client.calls.in_flight' },
    aggregationTemporality: temporalityOf.cumulative,
    dataPointType: gaugeType,
    dataPoints: inFlight.map(({ calls, age, phase = 'waiting', attributes }) => ({
      ...times,
      attributes: {
        ...target,
        'faultline.credential': 'web',
        'faultline.in_flight.phase': phase,
        ...(age === undefined ? {} : { 'faultline.in_flight.age': age }),
        ...attributes,
      },
      value: calls,
    })),
  };
  return serialized(
    encoding,
    [counter, gauge].filter(({ dataPoints }) => dataPoints.length > 0),
  );
}

function pointOf({
  calls,
  startMs = endedAtMs - 60_000,
  endMs = endedAtMs,
  attributes,
}: CountedCalls): object {
  return {
    attributes: { ...target, ...attributes },
    startTime: hrTime(startMs),
    endTime: hrTime(endMs),
    value: {
      buckets: { boundaries: [1.28, 2.56], counts: [0, calls, 0] },
      count: calls,
      sum: calls * 2,
      min: 2,
      max: 2,
    },
  };
}

function hrTime(ms: number): [seconds: number, nanoseconds: number] {
  return [Math.floor(ms / 1000), (ms % 1000) * 1e6];
}
