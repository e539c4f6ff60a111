import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from './decode-error.ts';
import { decodeTraces } from './decode-traces.ts';
import { KeySet } from './key-set.ts';
import {
  decodeWithProtobufjs,
  encodeWithProtobufjs,
  type OracleKeyValue,
  type OracleRequest,
  type OracleValue,
} from './otlp-schema.fixture.ts';
import type { Span } from './span.ts';

/** protobufjs is the oracle on valid bodies; on broken ones only a {@link DecodeError} may come out. */
const keys = ['gen_ai.request.model', 'gen_ai.usage.input_tokens', 'ключ', 'a'];
const wanted = new KeySet(keys);

const hex = (bytes: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .filter((id) => id.some((byte) => byte !== 0))
    .map((id) => Buffer.from(id).toString('hex'));
const unixNano = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const scalar = fc.oneof(
  text.map((stringValue) => ({ stringValue })),
  fc.boolean().map((boolValue) => ({ boolValue })),
  fc.maxSafeInteger().map((value) => ({ intValue: String(value) })),
  // JSON has no negative zero; adding 0 makes it positive.
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ doubleValue: value + 0 })),
);
const anyValue = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
  scalar.map((value) => ({ kvlistValue: { values: [{ key: 'a', value }] } })),
);
const attributes = fc.uniqueArray(
  fc.record({ key: fc.oneof(fc.constantFrom(...keys), text), value: anyValue }),
  { selector: (attribute) => attribute.key, maxLength: 6 },
);
const event = fc.record({ name: fc.constantFrom('exception', 'other'), timeUnixNano: unixNano, attributes });
const span = fc.record({
  traceId: hex(16),
  spanId: hex(8),
  parentSpanId: fc.oneof(fc.constant(''), hex(8)),
  traceState: text,
  name: text,
  kind: fc.integer({ min: 0, max: 5 }),
  startTimeUnixNano: unixNano,
  endTimeUnixNano: unixNano,
  attributes,
  events: fc.array(event, { maxLength: 2 }),
  status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: text }),
});
const scopeSpans = fc.record({
  scope: fc.record({ name: text, version: text }),
  spans: fc.array(span, { maxLength: 3 }),
});
const request = fc.record({
  resourceSpans: fc.array(
    fc.record({ resource: fc.record({ attributes }), scopeSpans: fc.array(scopeSpans, { maxLength: 2 }) }),
    { maxLength: 2 },
  ),
});
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

function encode(message: Request): Uint8Array {
  const copy = structuredClone(message) as {
    resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[];
  };
  for (const { scopeSpans } of copy.resourceSpans)
    for (const { spans } of scopeSpans)
      for (const item of spans)
        for (const id of ['traceId', 'spanId', 'parentSpanId'])
          item[id] = Buffer.from(String(item[id]), 'hex');
  return encodeWithProtobufjs(copy);
}

/** Our result in the terms of the oracle's: what both must agree on. */
function summaryOfOurs(decoded: Span): unknown {
  return {
    ids: [decoded.traceId, decoded.spanId, decoded.parentSpanId],
    name: decoded.name,
    kind: decoded.kind,
    times: [String(decoded.startUnixNano), String(decoded.endUnixNano)],
    attributes: Object.fromEntries(decoded.attributes),
    exceptions: decoded.exceptions.length,
    status: [decoded.statusCode, decoded.statusMessage],
    resource: Object.fromEntries(decoded.resource.attributes),
    scope: [decoded.scope.name, decoded.scope.version],
  };
}

function summariesOfOracle(message: OracleRequest): unknown[] {
  return (message.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) =>
    (scopeSpans ?? []).flatMap(({ scope, spans }) =>
      (spans ?? []).map((item) => ({
        ids: [item.traceId, item.spanId, item.parentSpanId ?? ''],
        name: item.name ?? '',
        kind: item.kind ?? 0,
        times: [item.startTimeUnixNano ?? '0', item.endTimeUnixNano ?? '0'],
        attributes: wantedOf(item.attributes),
        exceptions: (item.events ?? []).filter((one) => one.name === 'exception').length,
        status: [item.status?.code ?? 0, item.status?.message ?? ''],
        resource: wantedOf(resource?.attributes),
        scope: [scope?.name ?? '', scope?.version ?? ''],
      })),
    ),
  );
}

function wantedOf(list: OracleKeyValue[] | undefined): Record<string, unknown> {
  const kept = (list ?? []).filter((item) => keys.includes(item.key ?? ''));
  const entries = kept.map((item) => [item.key, scalarOf(item.value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function scalarOf(value: OracleValue | undefined): unknown {
  if (value?.arrayValue) return (value.arrayValue.values ?? []).map(scalarOf);
  if (value?.intValue !== undefined) return Number(value.intValue);
  return value?.stringValue ?? value?.boolValue ?? value?.doubleValue;
}

function survives(body: Uint8Array, encoding: 'protobuf' | 'json'): void {
  try {
    decodeTraces(body, encoding, wanted);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
  }
}

const damage = fc.record({
  flips: fc.array(fc.tuple(fc.nat(), fc.nat(7)), { maxLength: 8 }),
  keep: fc.double({ min: 0, max: 1, noNaN: true }),
  insertion: fc.uint8Array({ maxLength: 12 }),
});

function damaged(
  body: Uint8Array,
  { flips, keep, insertion }: typeof damage extends fc.Arbitrary<infer T> ? T : never,
): Uint8Array {
  const cut = Math.floor(body.length * keep);
  const bytes = Buffer.concat([
    body.subarray(0, cut),
    insertion,
    flips.length % 2 === 0 ? body.subarray(cut) : Buffer.alloc(0),
  ]);
  for (const [position, bit] of flips) {
    const at = position % Math.max(bytes.length, 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  }
  return bytes;
}

describe('any trace export', () => {
  it('is read from protobuf as protobufjs reads it', () => {
    fc.assert(
      fc.property(request, (message) => {
        const body = encode(message);
        const batch = decodeTraces(body, 'protobuf', wanted);
        expect(batch.rejectedSpans).toBe(0);
        expect(batch.spans.map(summaryOfOurs)).toEqual(summariesOfOracle(decodeWithProtobufjs(body)));
      }),
      { numRuns: 200 },
    );
  });

  it('means the same in JSON as in protobuf', () => {
    fc.assert(
      fc.property(request, (message) => {
        const fromJson = decodeTraces(Buffer.from(JSON.stringify(message)), 'json', wanted);
        expect(fromJson).toEqual(decodeTraces(encode(message), 'protobuf', wanted));
      }),
      { numRuns: 200 },
    );
  });

  it('raises nothing but a DecodeError when it arrives cut, flipped or with bytes put in', () => {
    fc.assert(
      fc.property(request, damage, (message, how) => {
        survives(damaged(encode(message), how), 'protobuf');
        survives(damaged(Buffer.from(JSON.stringify(message)), how), 'json');
      }),
      { numRuns: 500 },
    );
  });

  it('raises nothing but a DecodeError when it is cut after any byte', () => {
    const [message] = fc.sample(request, { seed: 7, numRuns: 1 }) as [Request];
    const body = encode(message);
    for (let length = 0; length <= body.length; length++) survives(body.subarray(0, length), 'protobuf');
  });

  it('raises nothing but a DecodeError when the bytes are noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.json(), (noise, json) => {
        survives(noise, 'protobuf');
        survives(noise, 'json');
        survives(Buffer.from(json), 'json');
        survives(Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[${json}]}]}]}`), 'json');
      }),
      { numRuns: 500 },
    );
  });
});
