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
const histogramType = 0;

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
  const metrics = {
    resource: { attributes: { 'service.name': 'checkout', 'deployment.environment.name': 'prod' } },
    scopeMetrics: [{ scope: { name: 'test' }, metrics: [durations, uptime] }],
  } as unknown as ResourceMetrics;
  const serializer = encoding === 'json' ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  return new Uint8Array(serializer.serializeRequest(metrics) ?? []);
}

function pointOf({
  calls,
  startMs = endedAtMs - 60_000,
  endMs = endedAtMs,
  attributes,
}: CountedCalls): object {
  return {
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-opus-4-8',
      ...attributes,
    },
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
