import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../grid.ts';
import { createReads } from './reads.ts';
import { defaultRetention } from './store-options.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');

async function tableRead(sinceMs: number, lengthMs: number): Promise<string | undefined> {
  const statements: string[] = [];
  const reads = createReads({
    query: async (sql) => {
      statements.push(sql);
      return [];
    },
    database: 'faultline',
    retention: defaultRetention,
    now: () => nowMs,
  });
  await reads.traffic({ sinceMs, untilMs: sinceMs + lengthMs });
  return /faultline\.(attempts_\w+) AS r/.exec(statements[0] ?? '')?.[1];
}

describe('traffic over a range', () => {
  it('is read from counts as fine as the range is short', async () => {
    expect(await tableRead(nowMs - hourMs, hourMs)).toBe('attempts_2s');
    expect(await tableRead(nowMs - dayMs, dayMs)).toBe('attempts_1m');
    expect(await tableRead(nowMs - 30 * dayMs, 30 * dayMs)).toBe('attempts_1h');
  });

  it('is read from coarser ones when the finer are gone: twenty minutes of three days ago are not empty', async () => {
    expect(await tableRead(nowMs - 3 * dayMs, 20 * minuteMs)).toBe('attempts_1m');
    expect(await tableRead(nowMs - 60 * dayMs, 20 * minuteMs)).toBe('attempts_1h');
  });
});
