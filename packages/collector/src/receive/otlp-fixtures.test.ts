import { afterAll, describe, expect, it } from 'vitest';
import { type Capture, callsOf, captures, compare } from '../normalise/captured.fixture.ts';

interface Tally {
  'rows expected': number;
  'rows found': number;
  'fields matching': string;
  mismatches: string;
}

const table: Record<string, Tally> = {};
const all = captures();
const libraries = [...new Set(all.map(({ library }) => library))].sort();

describe('captured exports of real instrumentations', () => {
  it('are at hand, and it is said when those of coding agents are not', () => {
    expect(libraries.length).toBeGreaterThanOrEqual(20);
    if (!libraries.includes('claude-code')) {
      console.warn('captured bodies of coding agents are not at hand: nothing was compared of those');
    }
  });

  it.each(libraries)('%s: every row says what its payload carries', (library) => {
    const results = all
      .filter((capture) => capture.library === library)
      .flatMap((capture) => resultsOf(library, capture));
    expect(results.filter(({ matches }) => !matches)).toEqual([]);
  });

  it.each(all.filter(({ files }) => files.some(({ signal }) => signal === 'logs')).map(({ id }) => id))(
    '%s: its calls count once, whichever signal comes first, also when all of it is sent again',
    (id) => {
      const capture = all.find((one) => one.id === id) as Capture;
      const reversed = [...capture.files].reverse();
      const orders = [reversed, [...capture.files, ...capture.files], [...reversed, ...reversed]];
      for (const files of orders) {
        const rows = callsOf({ ...capture, files }).map(({ traceId, spanId }) => traceId + spanId);
        expect(new Set(rows).size).toBe(capture.expected.rows);
      }
    },
  );

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
