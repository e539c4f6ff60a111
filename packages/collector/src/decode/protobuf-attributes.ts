import { AttributeList } from './attribute-list.ts';
import type { KeySet } from './key-set.ts';
import { type ProtobufReader, tagOf, wire } from './protobuf-reader.ts';
import { type AttributeValue, arrayItemsMax } from './span.ts';

/** `opentelemetry.proto.common.v1.KeyValue` and `AnyValue`. */
const keyValueTag = { key: tagOf(1, wire.bytes), value: tagOf(2, wire.bytes) } as const;
const anyValueTag = {
  string: tagOf(1, wire.bytes),
  bool: tagOf(2, wire.varint),
  int: tagOf(3, wire.varint),
  double: tagOf(4, wire.fixed64),
  array: tagOf(5, wire.bytes),
} as const;
const arrayValueTag = { values: tagOf(1, wire.bytes) } as const;

/** Reads one `KeyValue` and keeps it if its key is wanted and its value of use, in a list of its own if there is none yet. */
export function readAttribute(
  reader: ProtobufReader,
  wanted: KeySet,
  before: AttributeList | undefined,
): AttributeList | undefined {
  reader.enter('KeyValue');
  let key: string | undefined;
  let value: AttributeValue | undefined;
  let passedAt = -1;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === keyValueTag.key) {
      key = reader.keyOf(wanted);
      if (key === undefined) reader.skipRest();
    } else if (tag === keyValueTag.value && key !== undefined) {
      value = readAnyValue(reader);
      passedAt = -1;
    } else {
      if (tag === keyValueTag.value) passedAt = reader.position;
      reader.skip(tag);
    }
  }
  // A value that stands before its key, which no serializer writes, waited for somebody to want it.
  const told = key !== undefined && passedAt >= 0 ? readAnyValueAt(reader, passedAt) : value;
  reader.leave();
  return kept(before, key, told);
}

function kept(
  before: AttributeList | undefined,
  key: string | undefined,
  value: AttributeValue | undefined,
): AttributeList | undefined {
  if (key === undefined || value === undefined) return before;
  const attributes = before ?? new AttributeList();
  attributes.set(key, value);
  return attributes;
}

function readAnyValueAt(reader: ProtobufReader, at: number): AttributeValue | undefined {
  const end = reader.position;
  reader.position = at;
  const value = readAnyValue(reader);
  reader.position = end;
  return value;
}

function readAnyValue(reader: ProtobufReader): AttributeValue | undefined {
  reader.enter('AnyValue');
  let value: AttributeValue | undefined;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === anyValueTag.array) value = readArray(reader);
    else value = readScalar(reader, tag) ?? value;
  }
  reader.leave();
  return value;
}

function readScalar(reader: ProtobufReader, tag: number): string | number | boolean | undefined {
  switch (tag) {
    case anyValueTag.string:
      return reader.text();
    case anyValueTag.bool:
      return reader.uint32() !== 0;
    case anyValueTag.int:
      return reader.int64();
    case anyValueTag.double:
      return reader.double();
    default:
      reader.skip(tag);
      return undefined;
  }
}

/** Scalars only. An array inside an array is skipped, so that nesting costs nothing and cannot exhaust the stack. */
function readArray(reader: ProtobufReader): AttributeValue {
  const items: (string | number | boolean)[] = [];
  reader.enter('ArrayValue');
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag !== arrayValueTag.values) {
      reader.skip(tag);
      continue;
    }
    reader.enter('AnyValue');
    while (reader.hasMore()) {
      const item = readScalar(reader, reader.tag());
      if (item !== undefined && items.length < arrayItemsMax) items.push(item);
    }
    reader.leave();
  }
  reader.leave();
  return items;
}
