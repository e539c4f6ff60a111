import { type Attributes, TraceFlags } from '@opentelemetry/api';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import type { Describe } from '../../call/attribute-sink.ts';
import type { EndedSpan } from './ended-span.ts';
import { createOpenBatch } from './span-batch.ts';
import { randomIds } from './span-ids.ts';

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

const source = { resource: {}, scopeName: 'x', scopeVersion: '1' };
const describing =
  (attributes: Attributes): Describe =>
  (sink) => {
    for (const [name, value] of Object.entries(attributes)) sink.add(name, value);
  };

function decodeSpan(ended: EndedSpan): DecodedSpan | undefined {
  const batch = createOpenBatch(source);
  batch.add(ended);
  return decode(batch.take().body).resourceSpans[0]?.scopeSpans[0]?.spans[0];
}

const span: EndedSpan = {
  ids: randomIds(),
  parent: undefined,
  name: 'chat gpt-x',
  startMs: 1_780_000_000_123.5,
  endMs: 1_780_000_001_000,
  isFailure: true,
  describeStart: describing({}),
  describeEnd: describing({}),
};
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

describe('a span on the wire', () => {
  it('is what any OTLP receiver reads', () => {
    expect(decodeSpan(span)).toMatchObject({
      traceId: base64(span.ids.traceId),
      spanId: base64(span.ids.spanId),
      name: span.name,
      kind: 3,
      status: { code: 2 },
      endTimeUnixNano: '1780000001000000000',
    });
  });

  it('belongs to the trace it was begun in', () => {
    const traceId = '0102030405060708090a0b0c0d0e0f10';
    const parent = { traceId, spanId: 'b1b2b3b4b5b6b7b8', traceFlags: TraceFlags.SAMPLED };
    expect(decodeSpan({ ...span, parent })).toMatchObject({
      traceId: base64(traceId),
      spanId: base64(span.ids.spanId),
      parentSpanId: base64(parent.spanId),
    });
    expect(decodeSpan(span)).not.toHaveProperty('parentSpanId');
  });

  it('has ids that no other span has', () => {
    const many = Array.from({ length: 2000 }, randomIds);
    expect(new Set(many.map(({ traceId }) => traceId)).size).toBe(2000);
    expect(new Set(many.map(({ spanId }) => spanId)).size).toBe(2000);
  });

  it('has no status when all went well', () => {
    expect(decodeSpan({ ...span, isFailure: false })).not.toHaveProperty('status');
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
    // An empty text says nothing, and is left out.
    const known = value.filter((one) => one !== '');
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), known), (attributes) => {
        const decoded = decodeSpan({ ...span, describeEnd: describing(attributes) })?.attributes ?? [];
        const plain = decoded.map(({ key, value: any }) => [key, plainValue(any)]);
        expect(plain).toEqual(Object.entries(attributes));
      }),
    );
  });

  it('says what it began with before what came of it, and nothing of what is not known', () => {
    const decoded = decodeSpan({
      ...span,
      describeStart: describing({ model: 'gpt-x', unknown: undefined, empty: '' }),
      describeEnd: describing({ stream: true }),
    });
    expect(decoded?.attributes?.map(({ key, value }) => [key, plainValue(value)])).toEqual([
      ['model', 'gpt-x'],
      ['stream', true],
    ]);
  });

  it('is not spoilt by one before it that could not be described', () => {
    const batch = createOpenBatch(source);
    const failing: Describe = (sink) => {
      sink.add('half', 'said');
      throw new Error('a bug');
    };
    expect(() => batch.add({ ...span, describeEnd: failing })).toThrow('a bug');
    batch.add(span);
    const decoded = decode(batch.take().body).resourceSpans[0]?.scopeSpans[0]?.spans;
    expect(decoded).toHaveLength(1);
    expect(decoded?.[0]).not.toHaveProperty('attributes');
  });

  it('travels with its resource and scope, in batches of any size', () => {
    const batch = createOpenBatch({
      resource: { 'service.name': 'checkout', 'process.pid': 7, unknown: undefined },
      scopeName: 'ours',
      scopeVersion: '1.2.3',
    });
    const names = Array.from({ length: 600 }, (_, index) => `span ${index}`);
    for (const name of names) batch.add({ ...span, name });
    const { body, spans } = batch.take();
    expect(spans).toBe(600);
    const [resourceSpans] = decode(body).resourceSpans;
    expect(resourceSpans?.resource.attributes).toHaveLength(2);
    expect(resourceSpans?.scopeSpans[0]?.scope).toEqual({ name: 'ours', version: '1.2.3' });
    expect(resourceSpans?.scopeSpans[0]?.spans.map(({ name }) => name)).toEqual(names);
  });

  it('goes out once: the next batch begins empty', () => {
    const batch = createOpenBatch(source);
    batch.add(span);
    batch.take();
    expect([batch.spans, batch.byteLength]).toEqual([0, 0]);
    batch.add({ ...span, name: 'next' });
    const decoded = decode(batch.take().body).resourceSpans[0]?.scopeSpans[0]?.spans;
    expect(decoded?.map(({ name }) => name)).toEqual(['next']);
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
