import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { sampleCall } from '../store/samples.fixture.ts';
import { createIngestDelay } from './ingest-delay.ts';

const startMs = Date.parse('2026-06-22T00:00:00Z');

function bench() {
  let nowMs = startMs;
  const delay = createIngestDelay(() => nowMs);
  const intake = delay.watch(createMemoryStore());
  return {
    p99Ms: () => delay.p99Ms(),
    after: (ms: number) => {
      nowMs += ms;
    },
    take: (calls: number, delayMs: number) =>
      intake.append({
        calls: Array.from({ length: calls }, () => sampleCall({ endMs: nowMs - delayMs })),
        attempts: [],
      }),
  };
}

describe('the measured delay of calls', () => {
  it('is what all but one in a hundred take no longer than', async () => {
    const { take, p99Ms } = bench();
    await take(990, 4_200);
    await take(10, 90_000);
    expect(p99Ms()).toBe(5_000);
    await take(1, 90_000);
    expect(p99Ms()).toBe(90_000);
  });

  it('is unknown while there are few calls', async () => {
    const { take, p99Ms } = bench();
    expect(p99Ms()).toBeNull();
    await take(99, 1_000);
    expect(p99Ms()).toBeNull();
  });

  it('forgets what is more than ten minutes old', async () => {
    const { take, after, p99Ms } = bench();
    await take(500, 100_000);
    after(5 * 60_000);
    await take(500, 1_000);
    expect(p99Ms()).toBe(100_000);
    after(5 * 60_000);
    expect(p99Ms()).toBe(1_000);
    after(60 * 60_000);
    expect(p99Ms()).toBeNull();
  });

  it('takes a clock ahead of ours for no delay, and a backfill for no more than ten minutes', async () => {
    const { take, p99Ms } = bench();
    await take(500, -30_000);
    expect(p99Ms()).toBe(0);
    await take(500, 86_400_000);
    expect(p99Ms()).toBe(600_000);
  });

  it('does not count a call that is sent again', async () => {
    let nowMs = startMs;
    const delay = createIngestDelay(() => nowMs);
    const intake = delay.watch(createMemoryStore());
    const rows = { calls: Array.from({ length: 200 }, () => sampleCall({ endMs: startMs })), attempts: [] };
    await intake.append(rows);
    nowMs += 120_000;
    await intake.append(rows);
    expect(delay.p99Ms()).toBe(0);
  });
});
