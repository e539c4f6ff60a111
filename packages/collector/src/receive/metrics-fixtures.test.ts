import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeMetrics } from '../decode/decode-metrics.ts';
import { KeySet } from '../decode/key-set.ts';
import type { Call } from '../model/call.ts';
import type { MeteredCalls } from '../model/metered-calls.ts';
import { type Capture, callsOf, captures } from '../normalise/captured.fixture.ts';
import { meterCalls } from '../normalise/metrics/meter-calls.ts';
import { readMetrics } from '../normalise/metrics/read-metrics.ts';
import { createSeriesMemory } from '../normalise/metrics/series-memory.ts';
import { wantedMetricAttributes, wantedMetricNames } from '../normalise/metrics/wanted-metrics.ts';

/**
 * What these libraries leave out of their metrics, or have otherwise there: Gemini CLI names the model that answered as the
 * one asked for and counts no thoughts; OpenLIT counts no cached tokens; the AI SDK measures durations only, and its
 * errors have one name. What is listed here and is told after all fails the test too.
 */
const metricsDoNotTell: Readonly<Record<string, readonly string[]>> = {
  'gemini-cli': ['target', 'outcome', 'output tokens'],
  openlit: ['input tokens'],
  'vercel-ai-v7': ['outcome', 'input tokens', 'output tokens', 'first chunks'],
};

const wanted = { names: new KeySet(wantedMetricNames), attributes: new KeySet(wantedMetricAttributes) };

/** All metric bodies of a capture, one request after the other, as a receiver sees them that began before them. */
function meteredOf({ files }: Capture): readonly MeteredCalls[] {
  const memory = createSeriesMemory(0);
  return files
    .filter(({ signal }) => signal === 'metrics')
    .flatMap(({ file, content_type }) => {
      const encoding = content_type.includes('json') ? 'json' : 'protobuf';
      const reading = readMetrics(decodeMetrics(readFileSync(file), encoding, wanted));
      const ends = reading.points.map(({ point }) => Number(point.timeUnixNano / 1_000_000n));
      const draft = memory.begin();
      const { rows } = meterCalls(reading, draft, Math.max(...ends));
      draft.commit();
      return rows;
    });
}

/** One thing as spans and log records tell it, which is compared with the manifest elsewhere, and as metrics do. */
interface Fact {
  readonly field: string;
  readonly expected: unknown;
  readonly found: unknown;
}

function factsOf(capture: Capture): readonly Fact[] {
  const calls = callsOf(capture).map((call) => ({ ...call, model: call.model || call.responseModel }));
  const metered = meteredOf(capture);
  const ended = metered.filter((row) => row.calls > 0);
  const named = (field: 'operation' | 'region' | 'environment'): Fact => ({
    field,
    expected: valuesOf(calls, (call) => call[field]),
    found: valuesOf(metered, (row) => row[field]),
  });
  return [
    { field: 'calls', expected: capture.expected.rows, found: sumOf(metered, (row) => row.calls) },
    { field: 'target', expected: valuesOf(calls, targetOf), found: valuesOf(metered, targetOf) },
    { field: 'outcome', expected: valuesOf(calls, outcomeOf), found: valuesOf(ended, outcomeOf) },
    ...(['operation', 'region', 'environment'] as const).map(named),
    {
      field: 'input tokens',
      expected: sumOf(calls, (call) => call.inputTokens ?? 0),
      found: sumOf(metered, (row) => row.inputTokens),
    },
    {
      field: 'output tokens',
      expected: sumOf(calls, (call) => call.outputTokens ?? 0),
      found: sumOf(metered, (row) => row.outputTokens),
    },
    {
      field: 'first chunks',
      expected: sumOf(calls, (call) => (call.timeToFirstChunkMs === null ? 0 : 1)),
      found: sumOf(metered, (row) => sumOf([...row.firstChunksMs.values()], (values) => values)),
    },
  ];
}

function targetOf({ service, provider, model }: Pick<Call, 'service' | 'provider' | 'model'>): string {
  return [service, provider, model].join(' ');
}

function outcomeOf({ outcome }: Pick<Call, 'outcome'>): string {
  return outcome;
}

function valuesOf<Row>(rows: readonly Row[], read: (row: Row) => string): readonly string[] {
  return [...new Set(rows.map(read))].sort();
}

function sumOf<Row>(rows: readonly Row[], read: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + read(row), 0);
}

const metered = captures().filter((capture) => meteredOf(capture).length > 0);
const libraries = [...new Set(metered.map(({ library }) => library))].sort();
const table: Record<string, object> = {};

describe('captured metrics of real instrumentations', () => {
  it('are at hand', () => {
    expect(libraries.length).toBeGreaterThanOrEqual(6);
  });

  it.each(libraries)('%s: count the calls that its spans tell, as far as they can', (library) => {
    const facts = metered
      .filter((capture) => capture.library === library)
      .flatMap((capture) => factsOf(capture).map((fact) => ({ id: capture.id, ...fact })));
    const untold = metricsDoNotTell[library] ?? [];
    const different = facts.filter(
      ({ expected, found }) => JSON.stringify(expected) !== JSON.stringify(found),
    );
    const calls = facts.filter(({ field }) => field === 'calls');
    table[library] = {
      'calls expected': sumOf(calls, ({ expected }) => Number(expected)),
      'calls found': sumOf(calls, ({ found }) => Number(found)),
      'facts matching': `${facts.length - different.length}/${facts.length}`,
      'not told': untold.join(', '),
    };
    expect(different.filter(({ field }) => !untold.includes(field))).toEqual([]);
    expect(untold.filter((field) => different.every((fact) => fact.field !== field))).toEqual([]);
  });

  it('take no failure for a success, and accuse nobody whom spans do not accuse', () => {
    for (const capture of metered) {
      const told = new Set<string>(callsOf(capture).map(outcomeOf));
      for (const row of meteredOf(capture)) {
        if (row.calls > 0 && row.outcome === 'unknown') expect([...told], capture.id).not.toContain('ok');
        else if (row.calls > 0) expect([...told], capture.id).toContain(row.outcome);
      }
    }
  });

  afterAll(() => console.table(table));
});
