import { afterAll, describe, expect, it } from 'vitest';
import { type Capture, callsOf, captures, compare, hasTraces } from '../normalise/captured.fixture.ts';

/**
 * Facts that these tools write into log records and span events only: logs are not read yet. A fact listed here that is
 * found in spans after all fails the test too.
 */
const standsInLogs: Readonly<Record<string, readonly string[]>> = {
  'claude-code': ['response_model'],
  codex: ['http_status', 'ttft'],
  'gemini-cli': ['response_model', 'http_status', 'cache_read', 'reasoning'],
};

interface Tally {
  'rows expected': number;
  'rows found': number;
  'fields matching': string;
  mismatches: string;
}

const table: Record<string, Tally> = {};
const all = captures();
const libraries = [...new Set(all.filter(hasTraces).map(({ library }) => library))].sort();

describe('captured trace exports of real instrumentations', () => {
  it('are at hand, or said to be missing', () => {
    if (all.length === 0) console.warn('captured OTLP bodies are not at hand: nothing was compared here');
    const logsOnly = all.filter((capture) => !hasTraces(capture)).map(({ id }) => id);
    if (logsOnly.length > 0) console.warn(`left out, logs are not read yet: ${logsOnly.join(', ')}`);
    expect(libraries.length > 0).toBe(all.length > 0);
  });

  it.each(libraries)('%s: every row says what its payload carries', (library) => {
    const inLogs = standsInLogs[library] ?? [];
    const results = all
      .filter((capture) => capture.library === library && hasTraces(capture))
      .flatMap((capture) => resultsOf(library, capture));
    const wrong = results.filter(({ matches, field }) => !matches && !inLogs.includes(field));
    expect(wrong).toEqual([]);
    const neverWrong = inLogs.filter((name) =>
      results.every(({ matches, field }) => matches || field !== name),
    );
    expect(neverWrong).toEqual([]);
  });

  afterAll(() => {
    if (libraries.length > 0) console.table(table);
  });
});

function resultsOf(
  library: string,
  capture: Capture,
): readonly (ReturnType<typeof compare>[number] & { id: string })[] {
  const calls = callsOf(capture);
  const results = compare(capture, calls).map((result) => ({ id: capture.id, ...result }));
  const before = table[library];
  const matching = results.filter(({ matches }) => matches).length;
  const [matchingBefore = 0, comparedBefore = 0] = before?.['fields matching'].split('/').map(Number) ?? [];
  const wrong = results.filter(({ matches }) => !matches).map(({ id, field }) => `${id}: ${field}`);
  table[library] = {
    'rows expected': (before?.['rows expected'] ?? 0) + capture.expected.rows,
    'rows found': (before?.['rows found'] ?? 0) + calls.length,
    'fields matching': `${matchingBefore + matching}/${comparedBefore + results.length}`,
    mismatches: [before?.mismatches ?? '', ...wrong].filter((text) => text !== '').join(', '),
  };
  return results;
}
