import { describe, expect, it } from 'vitest';
import { sampleMetered } from '../samples.fixture.ts';
import { columns, encodeRows, recall } from './row.ts';

const endMs = Date.UTC(2026, 5, 22, 0, 1, 3, 456);

function rowsOf(...metered: ReturnType<typeof sampleMetered>[]): Record<string, Record<string, unknown>> {
  const rows = encodeRows({ calls: [], attempts: [], metered });
  return Object.fromEntries(
    rows.map(({ table, values: row }) => {
      expect(row.length).toBe(columns[table]?.length);
      return [table, Object.fromEntries((columns[table] ?? []).map((column, index) => [column, row[index]]))];
    }),
  );
}

describe('a count of a metric', () => {
  it('goes into the finest cell of calls and of attempts, marked as what it is', () => {
    const { attempts_2s: attempts, calls_1m: calls } = rowsOf(sampleMetered({ endMs, calls: 7 }));
    expect(attempts).toMatchObject({
      time: Date.UTC(2026, 5, 22, 0, 1, 2) / 1000,
      basis: 'metrics',
      attempts: 7,
    });
    expect(calls).toMatchObject({
      time: Date.UTC(2026, 5, 22, 0, 1) / 1000,
      basis: 'metrics',
      calls: 7,
      attempts: 7,
    });
  });

  it('puts estimated durations into the buckets of exact ones', () => {
    const durationsMs = new Map([
      [452.5, 2],
      [499.9, 1],
      [57_926, 4],
    ]);
    const { attempts_2s: attempts } = rowsOf(sampleMetered({ endMs, durationMsSum: 233_108.9, durationsMs }));
    expect(attempts).toMatchObject({ duration_ms_sum: 233_109, duration_ms: { 400: 3, 50000: 4 } });
  });

  it('of tokens alone is of calls only', () => {
    const tokens = sampleMetered({ endMs, calls: 0, durationsMs: new Map(), inputTokens: 1_200 });
    expect(Object.keys(rowsOf(tokens))).toEqual(['calls_1m']);
    expect(rowsOf(tokens).calls_1m).toMatchObject({ calls: 0, input_tokens: 1_200 });
  });

  it('is known again, each of its rows by itself, when the spool is read after a crash', () => {
    const spooled = encodeRows({ calls: [], attempts: [], metered: [sampleMetered({ endMs })] });
    const identities = spooled.map(({ identity }) => identity);
    expect(new Set(identities).size).toBe(2);
    const nothing = (): void => undefined;
    const to = {
      ...{ onIncident: nothing, onTransition: nothing, onRemark: nothing },
      ...{ onPost: nothing, onTierState: nothing, onAuditEntry: nothing, onOverride: nothing },
    };
    expect(spooled.map(({ table, values }) => recall(table, values, to))).toEqual(identities);
  });
});
