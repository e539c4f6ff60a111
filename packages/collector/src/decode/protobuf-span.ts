import type { AttributeList } from './attribute-list.ts';
import { KeySet } from './key-set.ts';
import { readAttribute } from './protobuf-attributes.ts';
import { type ProtobufReader, tagOf, wire } from './protobuf-reader.ts';
import {
  exceptionKey,
  noAttributes,
  type Resource,
  type Scope,
  type Span,
  type SpanException,
} from './span.ts';

/** `opentelemetry.proto.trace.v1.Span` and what hangs below it. */
const spanTag = {
  traceId: tagOf(1, wire.bytes),
  spanId: tagOf(2, wire.bytes),
  parentSpanId: tagOf(4, wire.bytes),
  name: tagOf(5, wire.bytes),
  kind: tagOf(6, wire.varint),
  start: tagOf(7, wire.fixed64),
  end: tagOf(8, wire.fixed64),
  attributes: tagOf(9, wire.bytes),
  events: tagOf(11, wire.bytes),
  status: tagOf(15, wire.bytes),
} as const;
const statusTag = { message: tagOf(2, wire.bytes), code: tagOf(3, wire.varint) } as const;
const eventTag = { name: tagOf(2, wire.bytes), attributes: tagOf(3, wire.bytes) } as const;

const exceptionKeys = new KeySet(Object.values(exceptionKey));

/** Shared by all spans that have none: most spans of an app are not about LLMs and keep nothing. */
const noExceptions: readonly SpanException[] = [];

/** Ids are as sent, not checked: the caller knows what to do about a span without usable ids. */
export function readSpan(reader: ProtobufReader, wanted: KeySet, resource: Resource, scope: Scope): Span {
  let traceId = '';
  let spanId = '';
  let parentSpanId = '';
  let name = '';
  let kind = 0;
  let startUnixNano = 0n;
  let endUnixNano = 0n;
  let attributes: AttributeList | undefined;
  let exceptions: SpanException[] | undefined;
  let status: Status = unsetStatus;
  reader.enter('Span');
  while (reader.hasMore()) {
    const tag = reader.tag();
    switch (tag) {
      case spanTag.traceId:
        traceId = reader.hex();
        break;
      case spanTag.spanId:
        spanId = reader.hex();
        break;
      case spanTag.parentSpanId:
        parentSpanId = reader.hex();
        break;
      case spanTag.name:
        name = reader.text();
        break;
      case spanTag.kind:
        kind = reader.uint32();
        break;
      case spanTag.start:
        startUnixNano = reader.fixed64();
        break;
      case spanTag.end:
        endUnixNano = reader.fixed64();
        break;
      case spanTag.attributes:
        attributes = readAttribute(reader, wanted, attributes);
        break;
      case spanTag.events:
        exceptions = readEvent(reader, exceptions);
        break;
      case spanTag.status:
        status = readStatus(reader, status);
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave();
  return {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind,
    startUnixNano,
    endUnixNano,
    attributes: attributes ?? noAttributes,
    exceptions: exceptions ?? noExceptions,
    statusCode: status.code,
    statusMessage: status.message,
    resource,
    scope,
  };
}

interface Status {
  readonly code: number;
  readonly message: string;
}

const unsetStatus: Status = { code: 0, message: '' };

/** A message field that is sent twice is merged (protobuf encoding, "Last One Wins"). */
function readStatus(reader: ProtobufReader, before: Status): Status {
  let { code, message } = before;
  reader.enter('Status');
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === statusTag.code) code = reader.uint32();
    else if (tag === statusTag.message) message = reader.text();
    else reader.skip(tag);
  }
  reader.leave();
  return { code, message };
}

/** Only `exception` events are kept: the others carry prompts and answers. */
function readEvent(
  reader: ProtobufReader,
  exceptions: SpanException[] | undefined,
): SpanException[] | undefined {
  let isException = false;
  let attributes: AttributeList | undefined;
  reader.enter('Event');
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === eventTag.name) isException = reader.keyOf(exceptionName) !== undefined;
    else if (tag === eventTag.attributes) attributes = readAttribute(reader, exceptionKeys, attributes);
    else reader.skip(tag);
  }
  reader.leave();
  if (!isException) return exceptions;
  const kept = exceptions ?? [];
  kept.push({
    type: textOf(attributes, exceptionKey.type),
    message: textOf(attributes, exceptionKey.message),
  });
  return kept;
}

function textOf(attributes: AttributeList | undefined, key: string): string {
  return String(attributes?.get(key) ?? '');
}

const exceptionName = new KeySet(['exception']);
