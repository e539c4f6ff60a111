import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodeTraces } from '../decode/decode-traces.ts';
import { KeySet } from '../decode/key-set.ts';
import { createFingerprintCap } from '../normalise/fingerprint-cap.ts';
import { type Normalised, normalise, wantedAttributes } from '../normalise/normalise.ts';

/** Captured bodies of real instrumentations: a data set beside the repository, too large to be part of it. */
const folder = fileURLToPath(new URL('../../../../../shared/fixtures/otlp/', import.meta.url));

interface Fixture {
  readonly id: string;
  readonly library: string;
  readonly expected: { readonly rows: number };
  readonly files: readonly {
    readonly file: string;
    readonly signal: string;
    readonly content_type: string;
  }[];
}

/** Empty where the data set is not at hand; the test then says so. */
function traceFixtures(): Fixture[] {
  if (!existsSync(`${folder}manifest.json`)) return [];
  const { fixtures } = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as { fixtures: Fixture[] };
  return fixtures.filter(({ files }) => files.some(({ signal }) => signal === 'traces'));
}

const wanted = new KeySet(wantedAttributes);

function normaliseFile(file: string, contentType: string): Normalised {
  const batch = decodeTraces(
    readFileSync(folder + file),
    contentType.includes('json') ? 'json' : 'protobuf',
    wanted,
  );
  expect(batch.rejectedSpans, file).toBe(0);
  expect(batch.spans.length, file).toBeGreaterThan(0);
  const lastEndMs = Math.max(...batch.spans.map((span) => Number(span.endUnixNano / 1_000_000n)));
  return normalise(batch.spans, lastEndMs, createFingerprintCap());
}

describe('captured trace exports of real instrumentations', () => {
  it('decode without error, and those that speak the conventions become calls', () => {
    const fixtures = traceFixtures();
    if (fixtures.length === 0) {
      console.warn('captured OTLP bodies are not at hand: nothing was decoded here');
      return;
    }
    const found = new Map<string, { bodies: number; calls: number; expected: number }>();
    for (const { library, files, expected } of fixtures) {
      const sum = found.get(library) ?? { bodies: 0, calls: 0, expected: 0 };
      for (const { file, content_type } of files.filter(({ signal }) => signal === 'traces')) {
        sum.bodies++;
        sum.calls += normaliseFile(file, content_type).calls.length;
      }
      sum.expected += expected.rows;
      found.set(library, sum);
    }
    console.table(Object.fromEntries(found));
    for (const library of ['anthropic-sdk-native', 'openlit', 'otel-openai']) {
      expect(found.get(library)?.calls, library).toBe(found.get(library)?.expected);
    }
  });
});
