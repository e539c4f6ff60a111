import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { Encoding } from '../decode/decode-traces.ts';

type ReadableSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];
type LogRecord = Parameters<typeof ProtobufLogsSerializer.serializeRequest>[0][number];

/** 2026-06-22T00:00:00Z: when the spans end. */
export const endedAtMs = 1782086400000;

const resource = {
  attributes: { 'service.name': 'checkout', 'deployment.environment.name': 'prod' },
} as unknown as ReadableSpan['resource'];

/** A span as the OTel JS SDK hands it to its exporter: one chat call, unless `attributes` says otherwise. */
export function readableSpan(
  index: number,
  attributes: Record<string, string | number | string[]> = {},
): ReadableSpan {
  const endSeconds = endedAtMs / 1000;
  return {
    name: 'chat claude-opus-4-8',
    // The API's numbering: OTLP adds one.
    kind: 2,
    spanContext: () => ({
      traceId: index.toString(16).padStart(32, '1'),
      spanId: index.toString(16).padStart(16, '1'),
      traceFlags: 1,
    }),
    startTime: [endSeconds - 2, 0],
    endTime: [endSeconds, 0],
    duration: [2, 0],
    ended: true,
    status: { code: 0 },
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-opus-4-8',
      'gen_ai.response.finish_reasons': ['end_turn'],
      'gen_ai.input.messages': 'a prompt that nobody stores',
      ...attributes,
    },
    links: [],
    events: [],
    resource,
    instrumentationScope: { name: 'test' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** The OTel JS exporter's own bytes. */
export function exportBody(encoding: Encoding, spans: ReadableSpan[]): Uint8Array<ArrayBuffer> {
  const serializer = encoding === 'json' ? JsonTraceSerializer : ProtobufTraceSerializer;
  return new Uint8Array(serializer.serializeRequest(spans) ?? []);
}

/** A log record as the OTel JS SDK hands it to its exporter. */
export function logRecord(eventName: string, attributes: Record<string, string | number>): LogRecord {
  const time: [number, number] = [endedAtMs / 1000, 0];
  return {
    hrTime: time,
    hrTimeObserved: time,
    eventName,
    body: 'a prompt that nobody stores',
    attributes,
    resource,
    instrumentationScope: { name: 'test' },
    droppedAttributesCount: 0,
  } as unknown as LogRecord;
}

export function exportLogs(encoding: Encoding, records: LogRecord[]): Uint8Array<ArrayBuffer> {
  const serializer = encoding === 'json' ? JsonLogsSerializer : ProtobufLogsSerializer;
  return new Uint8Array(serializer.serializeRequest(records) ?? []);
}
