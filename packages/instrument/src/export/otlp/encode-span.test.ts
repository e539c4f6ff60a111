import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import {
  type AttributeEntries,
  type EndedSpan,
  encodeResource,
  encodeScope,
  encodeSpan,
} from './encode-span.ts';
import { encodeRequest } from './span-request.ts';

/** The part of opentelemetry-proto that we write, for an independent decoder. */
const schema = `
syntax = "proto3";
message AnyValue { oneof value {
  string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; ArrayValue array_value = 5;
} }
message ArrayValue { repeated AnyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message InstrumentationScope { string name = 1; string version = 2; }
message Resource { repeated KeyValue attributes = 1; }
message Status { string message = 2; int32 code = 3; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9; Status status = 15;
}
message ScopeSpans { InstrumentationScope scope = 1; repeated Span spans = 2; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
`;
const requestType = protobuf.parse(schema).root.lookupType('ExportTraceServiceRequest');

interface Decoded {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly scope: object; readonly spans: readonly DecodedSpan[] }[];
  }[];
}

interface DecodedSpan {
  readonly attributes?: readonly KeyValue[];
  readonly [field: string]: unknown;
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

function decode(bytes: Uint8Array): Decoded {
  return requestType.toObject(requestType.decode(bytes), { longs: String, bytes: String }) as Decoded;
}

function decodeSpan(span: EndedSpan): DecodedSpan | undefined {
  const bytes = encodeRequest({
    resource: encodeResource({}),
    scope: encodeScope('x', '1'),
    spans: [encodeSpan(span)],
  });
  return decode(bytes).resourceSpans[0]?.scopeSpans[0]?.spans[0];
}

const span: EndedSpan = {
  traceId: '0102030405060708090a0b0c0d0e0f10',
  spanId: 'a1a2a3a4a5a6a7a8',
  parentSpanId: 'b1b2b3b4b5b6b7b8',
  name: 'chat gpt-x',
  startMs: 1_780_000_000_123.5,
  endMs: 1_780_000_001_000,
  entries: [],
  isFailure: true,
};
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

describe('a span on the wire', () => {
  it('is what any OTLP receiver reads', () => {
    expect(decodeSpan(span)).toMatchObject({
      traceId: base64(span.traceId),
      spanId: base64(span.spanId),
      parentSpanId: base64('b1b2b3b4b5b6b7b8'),
      name: span.name,
      kind: 3,
      status: { code: 2 },
      endTimeUnixNano: '1780000001000000000',
    });
  });

  it('has no status when all went well, and no parent when it has none', () => {
    const decoded = decodeSpan({ ...span, isFailure: false, parentSpanId: undefined });
    expect(decoded).not.toHaveProperty('status');
    expect(decoded).not.toHaveProperty('parentSpanId');
  });

  it('keeps its times to the microsecond', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4e12, noNaN: true }), (startMs) => {
        const nanoseconds = Number(decodeSpan({ ...span, startMs })?.startTimeUnixNano ?? 0);
        expect(Math.abs(nanoseconds / 1e6 - startMs)).toBeLessThan(0.001);
      }),
    );
  });

  it('keeps every attribute, whatever its type, length and characters', () => {
    const scalar = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true }),
    );
    const value = fc.oneof(scalar, fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), value), (attributes) => {
        const entries = Object.entries(attributes).flat() as AttributeEntries;
        const decoded = decodeSpan({ ...span, entries })?.attributes ?? [];
        const plain = decoded.map(({ key, value: any }) => [key, plainValue(any)]);
        expect(plain).toEqual(Object.entries(attributes));
      }),
    );
  });

  it('leaves out what is not known', () => {
    const resource = encodeResource({ known: 'x', unknown: undefined });
    const decoded = decode(encodeRequest({ resource, scope: encodeScope('x', '1'), spans: [] }));
    expect(decoded.resourceSpans[0]?.resource.attributes).toHaveLength(1);
  });

  it('says of a name what was said of it last', () => {
    const decoded = decodeSpan({ ...span, entries: ['model', 'unknown', 'stream', true, 'model', 'gpt-x'] });
    expect(decoded?.attributes?.map(({ key, value }) => [key, plainValue(value)])).toEqual([
      ['stream', true],
      ['model', 'gpt-x'],
    ]);
  });

  it('travels with its resource and scope, in batches of any size', () => {
    const resource = encodeResource({ 'service.name': 'checkout', 'process.pid': 7 });
    const spans = Array.from({ length: 600 }, (_, index) => encodeSpan({ ...span, name: `span ${index}` }));
    const decoded = decode(encodeRequest({ resource, scope: encodeScope('ours', '1.2.3'), spans }));
    const [resourceSpans] = decoded.resourceSpans;
    expect(resourceSpans?.resource.attributes).toHaveLength(2);
    expect(resourceSpans?.scopeSpans[0]?.scope).toEqual({ name: 'ours', version: '1.2.3' });
    expect(resourceSpans?.scopeSpans[0]?.spans.map(({ name }) => name)).toEqual(
      Array.from({ length: 600 }, (_, index) => `span ${index}`),
    );
  });
});

/** Text that is no valid Unicode arrives with replacement characters, as UTF-8 has no other way. */
function plainValue(any: Readonly<Record<string, unknown>>): unknown {
  if ('intValue' in any) return Number(any.intValue);
  if ('arrayValue' in any) {
    const { values = [] } = any.arrayValue as { values?: readonly Readonly<Record<string, unknown>>[] };
    return values.map(plainValue);
  }
  return Object.values(any)[0];
}
