import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damage, damaged } from './damage.fixture.ts';
import { DecodeError } from './decode-error.ts';
import { decodeTraces } from './decode-traces.ts';
import { KeySet } from './key-set.ts';
import { summariesOfOracle, summaryOfOurs } from './oracle-spans.fixture.ts';
import { decodeWithProtobufjs, encodeWithProtobufjs } from './otlp-schema.fixture.ts';

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

function survives(body: Uint8Array, encoding: 'protobuf' | 'json'): void {
  try {
    decodeTraces(body, encoding, wanted);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
  }
}

describe('any trace export', () => {
  it('is read from protobuf as protobufjs reads it', () => {
    fc.assert(
      fc.property(request, (message) => {
        const body = encode(message);
        const batch = decodeTraces(body, 'protobuf', wanted);
        expect(batch.rejectedSpans).toBe(0);
        expect(batch.spans.map(summaryOfOurs)).toEqual(summariesOfOracle(decodeWithProtobufjs(body), keys));
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
