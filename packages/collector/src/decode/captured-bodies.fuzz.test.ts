import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captures } from '../normalise/captured.fixture.ts';
import { wantedAttributes } from '../normalise/normalise.ts';
import { wantedLogAttributes } from '../normalise/normalise-logs.ts';
import { damage, damaged } from './damage.fixture.ts';
import { DecodeError } from './decode-error.ts';
import { decodeLogs } from './decode-logs.ts';
import { decodeTraces, type Encoding } from './decode-traces.ts';
import { KeySet } from './key-set.ts';
import { summariesOfOracle, summaryOfOurs } from './oracle-spans.fixture.ts';
import { decodeWithProtobufjs } from './otlp-schema.fixture.ts';

// 200,000 damaged copies of what real exporters sent. Bodies of up to 4 kB, so that damage hits what matters.

const bodyBytesMax = 4_000;

function bodiesOf(signal: string, encoding: Encoding): readonly Uint8Array[] {
  return captures()
    .flatMap(({ files }) => files)
    .filter((file) => file.signal === signal && file.content_type.includes('json') === (encoding === 'json'))
    .map(({ file }) => readFileSync(file))
    .filter(({ length }) => length <= bodyBytesMax);
}

/** What the body became, or why it was refused, as it may be. Any other end is a failure. */
function readOrRefused<Read>(read: () => Read): Read | DecodeError {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

/** Runs `check` on damaged copies of the bodies. */
function forDamaged(bodies: readonly Uint8Array[], numRuns: number, check: (body: Uint8Array) => void): void {
  expect(bodies.length).toBeGreaterThan(3);
  const cases = fc.tuple(fc.constantFrom(...bodies), damage);
  fc.assert(
    fc.property(cases, ([body, how]) => check(damaged(body, how))),
    { numRuns },
  );
}

/** Every character, entry and item that is kept of a body comes from bytes of it; ids are two characters a byte. */
function expectNoMoreThan(body: Uint8Array, kept: unknown): void {
  expect(sizeOf(kept)).toBeLessThanOrEqual(2 * body.length + perBody);
}

/** What one span or record has whatever the body says. */
const perBody = 64;

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Map) return sizeOf([...value.keys()]) + sizeOf([...value.values()]);
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  return typeof value === 'object' && value !== null ? sizeOf(Object.values(value)) : 0;
}

const spanKeys = new KeySet(wantedAttributes);
const recordKeys = new KeySet(wantedLogAttributes);
const timeout = 120_000;

describe('a damaged copy of a captured body', () => {
  it('of spans in protobuf is read as protobufjs reads it, or refused', { timeout }, () => {
    forDamaged(bodiesOf('traces', 'protobuf'), 100_000, (body) => {
      const ours = readOrRefused(() => decodeTraces(body, 'protobuf', spanKeys));
      const oracle = readByOracle(body);
      if (oracle === undefined) return;
      // What nobody wants is passed over undecoded, so we refuse less than the oracle; it passes over a varint of any
      // length, where the encoding allows ten bytes.
      if (ours instanceof DecodeError) expect(ours.message).toContain('a varint is longer than 10 bytes');
      else if (ours.rejectedSpans === 0) expect(ours.spans.map(summaryOfOurs)).toEqual(oracle);
    });
  });

  it('of spans in JSON is read or refused', { timeout }, () => {
    forDamaged(bodiesOf('traces', 'json'), 50_000, (body) => {
      readOrRefused(() => decodeTraces(body, 'json', spanKeys));
    });
  });

  it.each(['protobuf', 'json'] as const)(
    'of log records in %s is read or refused',
    { timeout },
    (encoding) => {
      forDamaged(bodiesOf('logs', encoding), 25_000, (body) => {
        const records = readOrRefused(() => decodeLogs(body, encoding, recordKeys));
        if (records instanceof DecodeError) return;
        for (const { attributes, traceId, spanId } of records)
          expectNoMoreThan(body, [attributes, traceId, spanId]);
      });
    },
  );

  it('becomes no more than a multiple of its bytes', { timeout }, () => {
    forDamaged(bodiesOf('traces', 'protobuf'), 10_000, (body) => {
      const batch = readOrRefused(() => decodeTraces(body, 'protobuf', spanKeys));
      if (batch instanceof DecodeError) return;
      const kept = batch.spans.map(({ resource: _r, scope: _s, ...own }) => own);
      expectNoMoreThan(body, kept);
    });
  });
});

function readByOracle(body: Uint8Array): readonly unknown[] | undefined {
  try {
    return summariesOfOracle(decodeWithProtobufjs(body), wantedAttributes);
  } catch {
    return undefined;
  }
}
