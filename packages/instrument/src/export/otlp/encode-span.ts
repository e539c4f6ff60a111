import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { ProtobufWriter, tag, varintLength } from './protobuf-writer.ts';

export type AttributeEntries = readonly (string | AttributeValue)[];

/** A span that has ended, with what our own spans have: no events, no links. */
export interface EndedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Names and values in turn; of a name said twice, the last counts. */
  readonly entries: AttributeEntries;
  readonly isFailure: boolean;
}

/** `SPAN_KIND_CLIENT` and `STATUS_CODE_ERROR`. */
const clientKind = 3;
const errorStatus = 2;
const nanosecondsPerMillisecond = 1e6;
const writer = new ProtobufWriter();

/** `opentelemetry.proto.trace.v1.Span`, as the bytes of one message. */
export function encodeSpan(span: EndedSpan): Uint8Array {
  writeId(1, span.traceId);
  writeId(2, span.spanId);
  if (span.parentSpanId) writeId(4, span.parentSpanId);
  writeText(5, span.name);
  writer.byte(tag(6, 'varint'));
  writer.varint(clientKind);
  writeTime(7, span.startMs);
  writeTime(8, span.endMs);
  writeEntries(9, span.entries);
  if (span.isFailure) {
    writer.byte(tag(15, 'length'));
    writer.varint(2);
    writer.byte(tag(3, 'varint'));
    writer.varint(errorStatus);
  }
  return writer.take();
}

/** `opentelemetry.proto.resource.v1.Resource`. */
export function encodeResource(attributes: Attributes): Uint8Array {
  writeEntries(1, Object.entries(attributes).flat() as AttributeEntries);
  return writer.take();
}

/** `opentelemetry.proto.common.v1.InstrumentationScope`. */
export function encodeScope(name: string, version: string): Uint8Array {
  writeText(1, name);
  writeText(2, version);
  return writer.take();
}

/** A message as a field of another. */
export function encodeField(field: number, ...parts: readonly Uint8Array[]): Uint8Array {
  writer.byte(tag(field, 'length'));
  writer.varint(parts.reduce((sum, part) => sum + part.length, 0));
  for (const part of parts) writer.bytes(part);
  return writer.take();
}

function writeId(field: number, hex: string): void {
  writer.byte(tag(field, 'length'));
  writer.varint(hex.length / 2);
  writer.hex(hex);
}

function writeText(field: number, text: string): void {
  const length = Buffer.byteLength(text);
  writer.byte(tag(field, 'length'));
  writer.varint(length);
  writer.text(text, length);
}

function writeTime(field: number, epochMs: number): void {
  writer.byte(tag(field, 'fixed64'));
  writer.fixed64(epochMs * nanosecondsPerMillisecond);
}

function writeEntries(field: number, entries: AttributeEntries): void {
  for (let at = 0; at < entries.length; at += 2) {
    const value = entries[at + 1];
    if (value === undefined || value === null || isSaidAgain(entries, at)) continue;
    const encodedKey = keyField(entries[at] as string);
    const valueLength = anyValueLength(value);
    writer.byte(tag(field, 'length'));
    writer.varint(encodedKey.length + 1 + varintLength(valueLength) + valueLength);
    writer.bytes(encodedKey);
    writer.byte(tag(2, 'length'));
    writer.varint(valueLength);
    writeAnyValue(value);
  }
}

function isSaidAgain(entries: AttributeEntries, at: number): boolean {
  for (let later = at + 2; later < entries.length; later += 2)
    if (entries[later] === entries[at]) return true;
  return false;
}

/** Attribute names are few; resource attributes are the app's, and read once. */
const keysMax = 500;
const keys = new Map<string, Uint8Array>();

function keyField(key: string): Uint8Array {
  const known = keys.get(key);
  if (known) return known;
  const text = Buffer.from(key);
  const own = new ProtobufWriter();
  own.byte(tag(1, 'length'));
  own.varint(text.length);
  own.bytes(text);
  const encoded = own.take();
  if (keys.size < keysMax) keys.set(key, encoded);
  return encoded;
}

type Scalar = string | number | boolean | null | undefined;

function anyValueLength(value: AttributeValue): number {
  if (!Array.isArray(value)) return scalarLength(value as Scalar);
  const length = arrayLength(value);
  return 1 + varintLength(length) + length;
}

function arrayLength(values: readonly Scalar[]): number {
  return values.reduce<number>((sum, value) => {
    const length = scalarLength(value);
    return sum + 1 + varintLength(length) + length;
  }, 0);
}

function scalarLength(value: Scalar): number {
  if (typeof value === 'string') {
    const length = Buffer.byteLength(value);
    return 1 + varintLength(length) + length;
  }
  if (typeof value === 'boolean') return 2;
  if (typeof value !== 'number') return 0;
  if (!Number.isSafeInteger(value)) return 9;
  return value < 0 ? 11 : 1 + varintLength(value);
}

/** string 1, bool 2, int 3, double 4, array 5. */
function writeAnyValue(value: AttributeValue): void {
  if (!Array.isArray(value)) {
    writeScalar(value as Scalar);
    return;
  }
  const values = value as readonly Scalar[];
  writer.byte(tag(5, 'length'));
  writer.varint(arrayLength(values));
  for (const item of values) {
    writer.byte(tag(1, 'length'));
    writer.varint(scalarLength(item));
    writeScalar(item);
  }
}

function writeScalar(value: Scalar): void {
  if (typeof value === 'string') writeText(1, value);
  else if (typeof value === 'boolean') {
    writer.byte(tag(2, 'varint'));
    writer.byte(value ? 1 : 0);
  } else if (typeof value === 'number') writeNumber(value);
}

function writeNumber(value: number): void {
  if (!Number.isSafeInteger(value)) {
    writer.byte(tag(4, 'fixed64'));
    writer.double(value);
    return;
  }
  writer.byte(tag(3, 'varint'));
  if (value < 0) writer.varint64(BigInt(value));
  else writer.varint(value);
}
