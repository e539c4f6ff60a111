import type { AttributeValue } from '@opentelemetry/api';
import { ProtobufWriter, tag, textLength, varintLength, wireType } from './protobuf-writer.ts';

type Scalar = string | number | boolean | null | undefined;

/** `opentelemetry.proto.common.v1.KeyValue`, as a field of another message. */
export function writeAttribute(
  writer: ProtobufWriter,
  field: number,
  name: string,
  value: AttributeValue,
): void {
  const key = keyField(name);
  const valueLength = anyValueLength(value);
  writer.byte(tag(field, wireType.length));
  writer.varint(key.length + 1 + varintLength(valueLength) + valueLength);
  writer.bytes(key);
  writer.byte(tag(2, wireType.length));
  writer.varint(valueLength);
  writeAnyValue(writer, value);
}

export function writeText(writer: ProtobufWriter, field: number, text: string): void {
  const byteLength = textLength(text);
  writer.byte(tag(field, wireType.length));
  writer.varint(byteLength);
  writer.text(text, byteLength);
}

/** Attribute names are few; resource attributes are the app's, and read once. */
const keysMax = 500;
const keys = new Map<string, Uint8Array>();

/** `key` with its tag and length. */
function keyField(name: string): Uint8Array {
  const known = keys.get(name);
  if (known) return known;
  const own = new ProtobufWriter();
  writeText(own, 1, name);
  const encoded = own.take();
  if (keys.size < keysMax) keys.set(name, encoded);
  return encoded;
}

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
    const length = textLength(value);
    return 1 + varintLength(length) + length;
  }
  if (typeof value === 'boolean') return 2;
  if (typeof value !== 'number') return 0;
  if (!isInteger(value)) return 9;
  return value < 0 ? 11 : 1 + varintLength(value);
}

/** string 1, bool 2, int 3, double 4, array 5. */
function writeAnyValue(writer: ProtobufWriter, value: AttributeValue): void {
  if (!Array.isArray(value)) {
    writeScalar(writer, value as Scalar);
    return;
  }
  const values = value as readonly Scalar[];
  writer.byte(tag(5, wireType.length));
  writer.varint(arrayLength(values));
  for (const item of values) {
    writer.byte(tag(1, wireType.length));
    writer.varint(scalarLength(item));
    writeScalar(writer, item);
  }
}

function writeScalar(writer: ProtobufWriter, value: Scalar): void {
  if (typeof value === 'string') writeText(writer, 1, value);
  else if (typeof value === 'boolean') {
    writer.byte(tag(2, wireType.varint));
    writer.byte(value ? 1 : 0);
  } else if (typeof value === 'number') writeNumber(writer, value);
}

function writeNumber(writer: ProtobufWriter, value: number): void {
  if (!isInteger(value)) {
    writer.byte(tag(4, wireType.fixed64));
    writer.double(value);
    return;
  }
  writer.byte(tag(3, wireType.varint));
  if (value < 0) writer.varint64(BigInt(value));
  else writer.varint(value);
}

/** What an int64 can say: -0 is a double. */
function isInteger(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}
