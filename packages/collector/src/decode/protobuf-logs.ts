import type { AttributeList } from './attribute-list.ts';
import type { KeySet } from './key-set.ts';
import { eventNameOf, type LogRecord, usableIds } from './log-record.ts';
import { readAttribute } from './protobuf-attributes.ts';
import { readProtobufEnvelopes } from './protobuf-envelopes.ts';
import { type ProtobufReader, tagOf, wire } from './protobuf-reader.ts';
import { noAttributes, type Resource, type Scope } from './span.ts';

const names = { request: 'ExportLogsServiceRequest', resource: 'ResourceLogs', scope: 'ScopeLogs' } as const;

/** `opentelemetry.proto.logs.v1.LogRecord`. The body is what people read and often holds prompts: never decoded. */
const recordTag = {
  time: tagOf(1, wire.fixed64),
  attributes: tagOf(6, wire.bytes),
  traceId: tagOf(9, wire.bytes),
  spanId: tagOf(10, wire.bytes),
  observedTime: tagOf(11, wire.fixed64),
  eventName: tagOf(12, wire.bytes),
} as const;

export function readProtobufLogs(
  body: Uint8Array,
  wanted: KeySet,
  onRecord: (record: LogRecord) => void,
): void {
  readProtobufEnvelopes(body, names, wanted, (reader, resource, scope) =>
    onRecord(readRecord(reader, wanted, resource, scope)),
  );
}

function readRecord(reader: ProtobufReader, wanted: KeySet, resource: Resource, scope: Scope): LogRecord {
  let time = 0n;
  let observedTime = 0n;
  let traceId = '';
  let spanId = '';
  let eventName = '';
  let attributes: AttributeList | undefined;
  reader.enter('LogRecord');
  while (reader.hasMore()) {
    const tag = reader.tag();
    switch (tag) {
      case recordTag.time:
        time = reader.fixed64();
        break;
      case recordTag.attributes:
        attributes = readAttribute(reader, wanted, attributes);
        break;
      case recordTag.traceId:
        traceId = reader.hex();
        break;
      case recordTag.spanId:
        spanId = reader.hex();
        break;
      case recordTag.observedTime:
        observedTime = reader.fixed64();
        break;
      case recordTag.eventName:
        eventName = reader.text();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave();
  return {
    eventName: eventNameOf(eventName, attributes ?? noAttributes),
    timeUnixNano: time || observedTime,
    attributes: attributes ?? noAttributes,
    ...usableIds(traceId, spanId),
    resource,
    scope,
  };
}
