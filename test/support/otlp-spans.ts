/** A span as it came over the wire, in what tests ask of it. */
export interface ReceivedSpan {
  readonly name: string;
  /** Hexadecimal, as `parentId`, which is empty on a root span. */
  readonly id: string;
  readonly parentId: string;
  /** Strings and whole numbers; attributes of other kinds are left out. */
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Field numbers of opentelemetry-proto 1.x, `trace.proto` and `common.proto`. */
const field = {
  request: { resourceSpans: 1 },
  resourceSpans: { scopeSpans: 2 },
  scopeSpans: { spans: 2 },
  span: { id: 2, parentId: 4, name: 5, attributes: 9 },
  keyValue: { key: 1, value: 2 },
  anyValue: { string: 1, int: 3 },
} as const;

/** The spans of an `ExportTraceServiceRequest` in protobuf. */
export function readSpans(request: Buffer): readonly ReceivedSpan[] {
  return messagesAt(request, field.request.resourceSpans)
    .flatMap((resourceSpans) => messagesAt(resourceSpans, field.resourceSpans.scopeSpans))
    .flatMap((scopeSpans) => messagesAt(scopeSpans, field.scopeSpans.spans))
    .map(readSpan);
}

function readSpan(span: Buffer): ReceivedSpan {
  const { id, parentId, name, attributes } = field.span;
  return {
    name: bytesAt(span, name).toString(),
    id: bytesAt(span, id).toString('hex'),
    parentId: bytesAt(span, parentId).toString('hex'),
    attributes: Object.fromEntries(messagesAt(span, attributes).flatMap(readAttribute)),
  };
}

function readAttribute(keyValue: Buffer): readonly [string, string | number][] {
  const key = bytesAt(keyValue, field.keyValue.key).toString();
  const held = fieldsOf(bytesAt(keyValue, field.keyValue.value))[0];
  if (held?.number === field.anyValue.string) return [[key, held.bytes.toString()]];
  if (held?.number === field.anyValue.int) return [[key, held.integer]];
  return [];
}

function messagesAt(message: Buffer, number: number): readonly Buffer[] {
  return fieldsOf(message)
    .filter((one) => one.number === number)
    .map(({ bytes }) => bytes);
}

/** Empty where the field is absent. */
function bytesAt(message: Buffer, number: number): Buffer {
  return messagesAt(message, number).at(-1) ?? Buffer.alloc(0);
}

interface Field {
  readonly number: number;
  readonly bytes: Buffer;
  readonly integer: number;
}

/** The fields of a protobuf message, in the order they came. */
function fieldsOf(message: Buffer): readonly Field[] {
  const fields: Field[] = [];
  for (let offset = 0; offset < message.length; ) {
    const tag = readVarint(message, offset);
    const { start, end, integer } = readValue(message, tag.end, tag.integer & 7);
    fields.push({ number: tag.integer >>> 3, bytes: message.subarray(start, end), integer });
    offset = end;
  }
  return fields;
}

interface Value {
  readonly start: number;
  readonly end: number;
  readonly integer: number;
}

/** Wire types of protobuf: 0 varint, 1 eight bytes, 2 length first, 5 four bytes. */
function readValue(message: Buffer, start: number, wireType: number): Value {
  if (wireType === 0) return { start, ...readVarint(message, start) };
  if (wireType === 1) return { start, end: start + 8, integer: 0 };
  if (wireType === 5) return { start, end: start + 4, integer: 0 };
  if (wireType !== 2) throw new RangeError(`protobuf has no wire type ${wireType} that OTLP uses`);
  const length = readVarint(message, start);
  return { start: length.end, end: length.end + length.integer, integer: 0 };
}

function readVarint(message: Buffer, start: number): { readonly integer: number; readonly end: number } {
  let integer = 0;
  for (let end = start; end < message.length; end += 1) {
    const byte = message[end] ?? 0;
    integer += (byte & 0x7f) * 2 ** (7 * (end - start));
    if (byte < 0x80) return { integer, end: end + 1 };
  }
  throw new RangeError('a protobuf integer is cut off');
}
