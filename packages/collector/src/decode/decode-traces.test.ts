import { describe, expect, it } from 'vitest';
import { DecodeError } from './decode-error.ts';
import { decodeTraces, type Encoding } from './decode-traces.ts';
import { KeySet } from './key-set.ts';
import { encodeWithProtobufjs } from './otlp-schema.fixture.ts';
import type { Span } from './span.ts';

const wanted = new KeySet(['gen_ai.request.model', 'n', 'd', 'b', 'list', 'service.name']);
const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** One span in both encodings: JSON differs in its ids only. */
function bodyOf(encoding: Encoding, span: Record<string, unknown>): Uint8Array {
  const id = encoding === 'json' ? (hex: string) => hex : bytesOf;
  const ids = { traceId: id(traceId), spanId: id(spanId) };
  return bodyAround(encoding, { ...ids, ...span });
}

function bodyAround(encoding: Encoding, ...spans: Record<string, unknown>[]): Uint8Array {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] };
  const scope = { name: 'my-scope', version: '1.2.3' };
  const request = { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] };
  return encoding === 'json' ? Buffer.from(JSON.stringify(request)) : encodeWithProtobufjs(request);
}

function onlySpan(body: Uint8Array, encoding: Encoding): Span {
  const { spans, rejectedSpans } = decodeTraces(body, encoding, wanted);
  expect(rejectedSpans).toBe(0);
  expect(spans).toHaveLength(1);
  return spans[0] as Span;
}

describe.each(['protobuf', 'json'] as const)('a trace export in %s', (encoding) => {
  it('yields the fields of a span, its resource and its scope', () => {
    const span = onlySpan(
      bodyOf(encoding, {
        parentSpanId: encoding === 'json' ? '00F067AA0BA902B7' : bytesOf('00f067aa0ba902b7'),
        name: 'chat claude-opus-4-8',
        kind: 3,
        startTimeUnixNano: '1782086400123456789',
        endTimeUnixNano: '1782086403623456790',
        status: { code: 2, message: '529 overloaded' },
      }),
      encoding,
    );
    expect(span).toMatchObject({
      traceId,
      spanId,
      parentSpanId: '00f067aa0ba902b7',
      name: 'chat claude-opus-4-8',
      kind: 3,
      startUnixNano: 1782086400123456789n,
      endUnixNano: 1782086403623456790n,
      statusCode: 2,
      statusMessage: '529 overloaded',
      scope: { name: 'my-scope', version: '1.2.3' },
    });
    expect(span.resource.attributes.get('service.name')).toBe('checkout');
  });

  it('keeps wanted attributes of every scalar kind and arrays of them, and nothing else', () => {
    const attributes = [
      { key: 'gen_ai.request.model', value: { stringValue: 'gpt-5' } },
      { key: 'n', value: { intValue: '-42' } },
      { key: 'd', value: { doubleValue: 0.25 } },
      { key: 'b', value: { boolValue: true } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'stop' }, { intValue: '1' }, {}] } } },
      { key: 'gen_ai.input.messages', value: { stringValue: 'a secret prompt' } },
    ];
    const span = onlySpan(bodyOf(encoding, { attributes }), encoding);
    expect(Object.fromEntries(span.attributes)).toEqual({
      'gen_ai.request.model': 'gpt-5',
      n: -42,
      d: 0.25,
      b: true,
      list: ['stop', 1],
    });
  });

  it('reads empty values, key-value lists, bytes and nested arrays as absent', () => {
    const attributes = [
      { key: 'n', value: {} },
      { key: 'd' },
      { key: 'b', value: { kvlistValue: { values: [{ key: 'x', value: { intValue: '1' } }] } } },
      { key: 'gen_ai.request.model', value: { bytesValue: 'AAEC' } },
      { key: 'list', value: { arrayValue: { values: [{ arrayValue: { values: [{ intValue: '1' }] } }] } } },
    ];
    const span = onlySpan(bodyOf(encoding, { attributes }), encoding);
    expect(Object.fromEntries(span.attributes)).toEqual({ list: [] });
  });

  it('keeps the first 128 items of an array', () => {
    const values = Array.from({ length: 200 }, (_, index) => ({ intValue: String(index) }));
    const span = onlySpan(
      bodyOf(encoding, { attributes: [{ key: 'list', value: { arrayValue: { values } } }] }),
      encoding,
    );
    expect(span.attributes.get('list')).toEqual(Array.from({ length: 128 }, (_, index) => index));
  });

  it('keeps the last of several values under one key', () => {
    const attributes = [1, 2].map((value) => ({ key: 'n', value: { intValue: String(value) } }));
    expect(onlySpan(bodyOf(encoding, { attributes }), encoding).attributes.get('n')).toBe(2);
  });

  it('keeps exception events and ignores the others', () => {
    const events = [
      { name: 'gen_ai.choice', attributes: [{ key: 'exception.type', value: { stringValue: 'no' } }] },
      {
        name: 'exception',
        timeUnixNano: '1',
        attributes: [
          { key: 'exception.type', value: { stringValue: 'RateLimitError' } },
          { key: 'exception.message', value: { stringValue: '429 slow down' } },
          { key: 'exception.stacktrace', value: { stringValue: 'at somewhere' } },
        ],
      },
    ];
    const span = onlySpan(bodyOf(encoding, { events }), encoding);
    expect(span.exceptions).toEqual([{ type: 'RateLimitError', message: '429 slow down' }]);
  });

  it('rejects a span without usable ids and keeps its neighbours', () => {
    const id = (hex: string): string | Buffer => (encoding === 'json' ? hex : bytesOf(hex));
    const good = { traceId: id(traceId), spanId: id(spanId) };
    const body = bodyAround(
      encoding,
      { ...good, traceId: id('0af7651916cd43dd') },
      good,
      { ...good, spanId: id('0000000000000000') },
      { ...good, parentSpanId: id('ab') },
      { traceId: good.traceId },
    );
    const batch = decodeTraces(body, encoding, wanted);
    expect(batch.spans).toHaveLength(1);
    expect(batch.rejectedSpans).toBe(4);
    expect(batch.rejectedReason).toBe('trace_id has 8 bytes, not 16');
  });

  it('accepts empty envelopes', () => {
    for (const request of [{}, { resourceSpans: [{}] }, { resourceSpans: [{ scopeSpans: [{}] }] }]) {
      const body = encoding === 'json' ? Buffer.from(JSON.stringify(request)) : encodeWithProtobufjs(request);
      expect(decodeTraces(body, encoding, wanted).spans).toEqual([]);
    }
  });

  it('survives a value that nests 5,000 deep, wanted or not', () => {
    for (const key of ['list', 'unwanted']) {
      expect(outcomeOf(nestedBody(encoding, key, 5000), encoding)).toMatch(/^(decoded 1|DecodeError)/);
    }
  });
});

/** Built from the inside out: an encoder that recurses would not survive this either. */
function nestedBody(encoding: Encoding, key: string, depth: number): Uint8Array {
  if (encoding === 'json') {
    const deep = `${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}`;
    const template = Buffer.from(bodyOf('json', { attributes: [{ key, value: 'HERE' }] })).toString();
    return Buffer.from(template.replace('"HERE"', deep));
  }
  let value: Buffer = Buffer.alloc(0);
  for (let level = 0; level < depth; level++) value = field(5, field(1, value));
  const keyValue = Buffer.concat([field(1, Buffer.from(key)), field(2, value)]);
  const span = Buffer.concat([field(1, bytesOf(traceId)), field(2, bytesOf(spanId)), field(9, keyValue)]);
  return field(1, field(2, field(2, span)));
}

function field(number: number, content: Uint8Array): Buffer {
  const head = [(number << 3) | 2];
  let left = content.length;
  for (; left > 0x7f; left >>>= 7) head.push((left & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...head, left]), content]);
}

function outcomeOf(body: Uint8Array, encoding: Encoding): string {
  try {
    return `decoded ${decodeTraces(body, encoding, wanted).spans.length}`;
  } catch (error) {
    if (error instanceof DecodeError) return `DecodeError: ${error.message}`;
    throw error;
  }
}

describe('protobuf', () => {
  const valid = bodyOf('protobuf', { name: 'chat' });

  it('reads fields in any order: a value before its key, spans before their resource', () => {
    const keyValue = Buffer.concat([
      field(2, field(1, Buffer.from('gpt-5'))),
      field(1, Buffer.from('gen_ai.request.model')),
    ]);
    const span = Buffer.concat([field(9, keyValue), field(2, bytesOf(spanId)), field(1, bytesOf(traceId))]);
    const service = Buffer.concat([
      field(1, Buffer.from('service.name')),
      field(2, field(1, Buffer.from('late'))),
    ]);
    const body = field(1, Buffer.concat([field(2, field(2, span)), field(1, field(1, service))]));
    const decoded = onlySpan(body, 'protobuf');
    expect(decoded.attributes.get('gen_ai.request.model')).toBe('gpt-5');
    expect(decoded.resource.attributes.get('service.name')).toBe('late');
  });

  it('merges a status, and a resource, that come in two parts', () => {
    const parts = [field(15, field(2, Buffer.from('overloaded'))), field(15, Buffer.from([0x18, 2]))];
    const span = Buffer.concat([field(1, bytesOf(traceId)), field(2, bytesOf(spanId)), ...parts]);
    const named = (key: string, value: string): Buffer =>
      field(1, Buffer.concat([field(1, Buffer.from(key)), field(2, field(1, Buffer.from(value)))]));
    const resource = [field(1, named('service.name', 'checkout')), field(1, named('d', 'prod'))];
    const body = field(1, Buffer.concat([...resource, field(2, field(2, span))]));
    const decoded = onlySpan(body, 'protobuf');
    expect([decoded.statusCode, decoded.statusMessage]).toEqual([2, 'overloaded']);
    expect([...decoded.resource.attributes].map(([key]) => key)).toEqual(['service.name', 'd']);
  });

  it('skips unknown fields of every wire type, groups included', () => {
    const unknown = Buffer.concat([
      Buffer.from([0xa0, 0x06, 0xff, 0x01]), // field 100, varint
      Buffer.from([0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8]), // fixed64
      Buffer.from([0xa2, 0x06, 2, 9, 9]), // bytes
      Buffer.from([0xa3, 0x06, 0x08, 0x01, 0xa4, 0x06]), // a group that holds a varint
      Buffer.from([0xa5, 0x06, 1, 2, 3, 4]), // fixed32
    ]);
    const span = Buffer.concat([field(1, bytesOf(traceId)), unknown, field(2, bytesOf(spanId)), unknown]);
    const body = Buffer.concat([unknown, field(1, Buffer.concat([unknown, field(2, field(2, span))]))]);
    expect(onlySpan(body, 'protobuf').spanId).toBe(spanId);
  });

  it('says what is wrong and where', () => {
    expect(outcomeOf(Buffer.from([0x0a, 0x7f, 1]), 'protobuf')).toBe(
      'DecodeError: ExportTraceServiceRequest: length 127 exceeds the 1 bytes left, at byte 2',
    );
    expect(outcomeOf(valid.subarray(0, -3), 'protobuf')).toMatch(
      /ExportTraceServiceRequest: length \d+ exceeds/,
    );
    expect(outcomeOf(Buffer.from([0x00]), 'protobuf')).toMatch(/field number 0/);
    expect(outcomeOf(Buffer.alloc(11, 0xff), 'protobuf')).toMatch(/longer than 10 bytes/);
    expect(outcomeOf(Buffer.from([0x0e]), 'protobuf')).toMatch(/wire type 6/);
    expect(outcomeOf(Buffer.from([0x0c]), 'protobuf')).toMatch(/group ends that never began/);
    expect(outcomeOf(Buffer.alloc(100, 0x0b), 'protobuf')).toMatch(/groups nest deeper/);
  });

  it('reads a value that stands before its key if it is wanted, and passes over it undecoded if not', () => {
    const [text, broken] = [field(2, field(1, Buffer.from('checkout'))), Buffer.from([0x12, 0x01, 0x0f])];
    const wantedOne = Buffer.concat([text, field(1, Buffer.from('service.name'))]);
    const unwanted = Buffer.concat([broken, field(1, Buffer.from('nobody.asked'))]);
    const resource = field(1, Buffer.concat([field(1, unwanted), field(1, wantedOne)]));
    const span = Buffer.concat([field(1, bytesOf(traceId)), field(2, bytesOf(spanId))]);
    const body = field(1, Buffer.concat([resource, field(2, field(2, span))]));
    expect([...onlySpan(body, 'protobuf').resource.attributes]).toEqual([['service.name', 'checkout']]);
  });

  it('replaces invalid UTF-8 instead of losing the batch', () => {
    const span = Buffer.concat([
      field(1, bytesOf(traceId)),
      field(2, bytesOf(spanId)),
      field(5, Buffer.from([0x61, 0xff])),
    ]);
    expect(onlySpan(field(1, field(2, field(2, span))), 'protobuf').name).toBe('a\uFFFD');
  });

  it('reads a body that is a window into a larger buffer', () => {
    const padded = Buffer.concat([Buffer.alloc(13, 0xff), valid, Buffer.alloc(7, 0xff)]);
    expect(onlySpan(padded.subarray(13, 13 + valid.length), 'protobuf').name).toBe('chat');
  });
});
