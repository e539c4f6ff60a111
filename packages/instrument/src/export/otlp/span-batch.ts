import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { type AttributeSink, type Describe, isKnown } from '../../call/attribute-sink.ts';
import { createKeptBeside } from '../../kept-beside.ts';
import type { EndedSpan } from './ended-span.ts';
import { ProtobufWriter, tag, varintLength, wireType } from './protobuf-writer.ts';
import { writeAttribute, writeText } from './write-attribute.ts';

/** Spans of one resource and scope on their way to a collector, encoded already. */
export interface SpanBatch {
  /** `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest`. */
  readonly body: Uint8Array;
  readonly spans: number;
}

export interface SpanSource {
  readonly resource: Attributes;
  readonly scopeName: string;
  readonly scopeVersion: string;
}

/** A batch in the making: each span is written once, when it ends, and copied once, when the batch leaves. */
export interface OpenBatch {
  readonly spans: number;
  /** Of the spans alone. */
  readonly byteLength: number;
  add(span: EndedSpan): void;
  /** The batch as it is, and a new beginning. */
  take(): SpanBatch;
}

/** `SPAN_KIND_CLIENT` and `STATUS_CODE_ERROR`. */
const clientKind = 3;
const errorStatus = 2;
const nanosecondsPerMillisecond = 1e6;

export function createOpenBatch(source: SpanSource): OpenBatch {
  const resource = encodeResource(source.resource);
  const scope = encodeScope(source.scopeName, source.scopeVersion);
  const spans = new ProtobufWriter();
  const one = createSpanWriter();
  const request = new ProtobufWriter();
  let count = 0;
  return {
    get spans() {
      return count;
    },
    get byteLength() {
      return spans.length;
    },
    add(span) {
      const written = one(span);
      spans.byte(tag(2, wireType.length));
      spans.varint(written.length);
      spans.contentOf(written);
      count += 1;
    },
    take() {
      // What a failure left half written.
      request.clear();
      const scopeSpansLength = fieldLength(scope.length) + spans.length;
      request.byte(tag(1, wireType.length));
      request.varint(fieldLength(resource.length) + fieldLength(scopeSpansLength));
      writeMessage(request, 1, resource);
      request.byte(tag(2, wireType.length));
      request.varint(scopeSpansLength);
      writeMessage(request, 1, scope);
      request.contentOf(spans);
      const batch = { body: request.take(), spans: count };
      spans.clear();
      count = 0;
      return batch;
    },
  };
}

/** `opentelemetry.proto.trace.v1.Span`. The writer it gives is the same each time. */
function createSpanWriter(): (span: EndedSpan) => ProtobufWriter {
  const writer = new ProtobufWriter();
  const sink = attributeSink(writer);
  const startOf = createStartWriter();
  return (span) => {
    writer.clear();
    writeIds(writer, span);
    writeText(writer, 5, span.name);
    writer.byte(tag(6, wireType.varint));
    writer.varint(clientKind);
    writeTime(writer, 7, span.startMs);
    writeTime(writer, 8, span.endMs);
    writer.bytes(startOf(span.describeStart));
    span.describeEnd(sink);
    if (!span.isFailure) return writer;
    writer.byte(tag(15, wireType.length));
    writer.varint(2);
    writer.byte(tag(3, wireType.varint));
    writer.varint(errorStatus);
    return writer;
  };
}

/** What a span starts with is most of its attributes, and the same for all calls to one target: it is written once. */
function createStartWriter(): (describeStart: Describe) => Uint8Array {
  const writer = new ProtobufWriter();
  const sink = attributeSink(writer);
  const starts = createKeptBeside((describeStart: Describe) => {
    writer.clear();
    describeStart(sink);
    return writer.take();
  });
  return starts.get;
}

function attributeSink(writer: ProtobufWriter): AttributeSink {
  return {
    add(name: string, value: AttributeValue | undefined) {
      if (isKnown(value)) writeAttribute(writer, 9, name, value);
    },
  };
}

/** `opentelemetry.proto.resource.v1.Resource`. */
function encodeResource(attributes: Attributes): Uint8Array {
  const writer = new ProtobufWriter();
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) writeAttribute(writer, 1, name, value);
  }
  return writer.take();
}

/** `opentelemetry.proto.common.v1.InstrumentationScope`. */
function encodeScope(name: string, version: string): Uint8Array {
  const writer = new ProtobufWriter();
  writeText(writer, 1, name);
  writeText(writer, 2, version);
  return writer.take();
}

/** Of a message as a field of another. */
function fieldLength(byteLength: number): number {
  return 1 + varintLength(byteLength) + byteLength;
}

function writeMessage(writer: ProtobufWriter, field: number, message: Uint8Array): void {
  writer.byte(tag(field, wireType.length));
  writer.varint(message.length);
  writer.bytes(message);
}

function writeIds(writer: ProtobufWriter, { ids, parent }: EndedSpan): void {
  if (parent) writeId(writer, 1, parent.traceId);
  else ids.writeTraceId(writer, 1);
  ids.writeSpanId(writer, 2);
  if (parent) writeId(writer, 4, parent.spanId);
}

function writeId(writer: ProtobufWriter, field: number, hex: string): void {
  writer.byte(tag(field, wireType.length));
  writer.varint(hex.length / 2);
  writer.hex(hex);
}

function writeTime(writer: ProtobufWriter, field: number, epochMs: number): void {
  writer.byte(tag(field, wireType.fixed64));
  writer.fixed64(epochMs * nanosecondsPerMillisecond);
}
