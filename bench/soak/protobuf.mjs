// As much of protobuf as an OTLP request needs (protobuf.dev, encoding).

/** @param {number} value up to 2^53 */
export function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** A field that holds bytes, a text or a message. @param {number} number @param {readonly Buffer[]} parts */
export function message(number, parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([varint(number * 8 + 2), varint(length), ...parts]);
}

export function text(number, value) {
  return message(number, [Buffer.from(value)]);
}

export function integer(number, value) {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

export function double(number, value) {
  const bytes = Buffer.alloc(9);
  bytes[0] = number * 8 + 1;
  bytes.writeDoubleLE(value, 1);
  return bytes;
}

/** Nanoseconds since 1970 as fixed64. */
export function time(number, epochMs) {
  const bytes = Buffer.alloc(9);
  bytes[0] = number * 8 + 1;
  bytes.writeBigUInt64LE(BigInt(Math.round(epochMs)) * 1_000_000n, 1);
  return bytes;
}

/** `opentelemetry.proto.common.v1.KeyValue` as a field. */
export function attribute(number, key, value) {
  return message(number, [text(1, key), message(2, [anyValue(value)])]);
}

function anyValue(value) {
  if (typeof value === 'string') return text(1, value);
  if (typeof value === 'boolean') return integer(2, value ? 1 : 0);
  return Number.isInteger(value) ? integer(3, value) : double(4, value);
}
