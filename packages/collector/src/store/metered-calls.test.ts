import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Rows } from '../model/call.ts';
import { answersOf, variedRows } from './answers.fixture.ts';
import { openStore } from './clickhouse/open-store.ts';
import { dayMs, hourMs, minuteMs } from './grid.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import { sampleAttempt, sampleCall, sampleMetered } from './samples.fixture.ts';
import type { Store } from './store.ts';

// The contract of both adapters about what metrics count. Each test has an hour of its own.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const thisHourMs = Math.floor(Date.now() / hourMs) * hourMs;
const hoursAgo = (hours: number): number => thisHourMs - hours * hourMs;

async function openClickHouse(directory: string): Promise<Store> {
  const limits = { segmentAgeMsMax: 20 };
  const store = await openStore({ dataDir: directory, logger: quiet, now: Date.now, limits });
  await vi.waitUntil(() => store.health().engine === 'up', 30_000);
  return store;
}

async function add(store: Store, rows: Partial<Rows>): Promise<void> {
  expect(await store.append({ calls: [], attempts: [], ...rows })).toMatchObject({ kind: 'durable' });
  await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
}

/** Calls and attempts that one store counts in this minute, as each of its readers sees them. */
async function countedIn(store: Store, startMs: number, service: string): Promise<Record<string, unknown>> {
  const range = { sinceMs: startMs, untilMs: startMs + minuteMs };
  const frames = await store.frames(range, 2_000);
  const windows = await store.windowCounts(range.untilMs, [60]);
  const sums = (
    cells: readonly { readonly model: string; readonly attempts: number; readonly bad: number }[],
  ) => cells.map(({ model, attempts, bad }) => [model, attempts, bad]);
  return {
    frames: frames.flatMap(({ series }) => series.map(({ model, outcomes: ended }) => [model, ended])),
    services: [...new Set(frames.flatMap(({ series }) => series.flatMap(({ services }) => services)))],
    windows: windows
      .filter((count) => count.service === service)
      .map(({ model, outcome, calls }) => [model, outcome, calls]),
    strip: sums(await store.strip(range, minuteMs)),
    traffic: sums(await store.traffic(range)),
  };
}

describe.each(['memory', 'clickhouse'])('counts of metrics in the store on %s', (adapter) => {
  let store: Store;
  let directory: string | undefined;

  beforeAll(async () => {
    if (adapter === 'clickhouse') directory = await mkdtemp(join(tmpdir(), 'faultline-metered-'));
    store = directory ? await openClickHouse(directory) : createMemoryStore();
  }, 40_000);

  afterAll(async () => {
    await store.close();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  test('are calls and attempts where no spans tell of them', async () => {
    const [startMs, service] = [hoursAgo(1), 'metrics-only'];
    const point = { endMs: startMs + 10_000, service, model: 'metered-model' };
    await add(store, {
      metered: [
        sampleMetered({ ...point, calls: 97 }),
        sampleMetered({ ...point, calls: 3, outcome: 'overloaded' }),
      ],
    });

    expect(await countedIn(store, startMs, service)).toEqual({
      frames: [['metered-model', { ok: 97, overloaded: 3 }]],
      services: [service],
      windows: [
        ['metered-model', 'ok', 97],
        ['metered-model', 'overloaded', 3],
      ],
      strip: [['metered-model', 100, 3]],
      traffic: [['metered-model', 100, 3]],
    });
  });

  test('stand for the models that spans do not tell of, and for no other', async () => {
    const [startMs, service] = [hoursAgo(2), 'mixed'];
    const endMs = startMs + 4_000;
    const told = { endMs, service, model: 'told' };
    await add(store, {
      metered: ['told', 'metered'].map((model) => sampleMetered({ endMs, service, model })),
      calls: [sampleCall(told), sampleCall(told)],
      attempts: [sampleAttempt(told), sampleAttempt(told), sampleAttempt({ ...told, outcome: 'timeout' })],
    });

    expect(await countedIn(store, startMs, service)).toEqual({
      frames: [
        ['metered', { ok: 10 }],
        ['told', { ok: 2, timeout: 1 }],
      ],
      services: [service],
      windows: [
        ['metered', 'ok', 10],
        ['told', 'ok', 2],
      ],
      strip: [
        ['metered', 10, 0],
        ['told', 3, 1],
      ],
      traffic: [
        ['metered', 10, 0],
        ['told', 3, 1],
      ],
    });
  });

  test('are withdrawn when spans come to tell of the same, also by the model that answered alone', async () => {
    const [startMs, service] = [hoursAgo(3), 'spans-come-later'];
    const target = { endMs: startMs, service, model: 'late' };
    await add(store, { metered: [sampleMetered(target)] });
    expect((await countedIn(store, startMs, service)).windows).toEqual([['late', 'ok', 10]]);
    await add(store, { calls: [sampleCall({ ...target, model: '', responseModel: 'late' })] });
    expect((await countedIn(store, startMs, service)).windows).toEqual([['late', 'ok', 1]]);
  });

  test('are withdrawn where they name the model that answered as the one that was asked for', async () => {
    const [startMs, service] = [hoursAgo(7), 'named-by-the-answer'];
    const [model, responseModel] = ['gemini-2.5-flash', 'gemini-2.5-flash-preview'];
    const endMs = startMs + 10_000;
    await add(store, { metered: [sampleMetered({ endMs, service, model: responseModel, calls: 5 })] });
    await add(store, { calls: [sampleCall({ endMs, service, model, responseModel })] });
    const { windows } = await countedIn(store, startMs, service);
    expect(windows).toEqual([[model, 'ok', 1]]);
  });

  test('are withdrawn for the day on which spans tell of the same, and stand on all others', async () => {
    const [untilMs, service] = [thisHourMs - (thisHourMs % dayMs), 'spans-on-one-day'];
    const lastOf = (daysAgo: number): number => untilMs - daysAgo * dayMs - 1;
    const target = { service, model: 'changing' };
    await add(store, {
      // Older than the calls themselves are kept.
      metered: [0, 1, 2, 20].map((days) => sampleMetered({ ...target, endMs: lastOf(days) })),
      calls: [sampleCall({ ...target, endMs: lastOf(2) + 1 }), sampleCall({ ...target, endMs: lastOf(20) })],
    });
    const days = [1, 2, 3, 30];
    const counted = await store.windowCounts(
      untilMs,
      days.map((count) => (count * dayMs) / 1000),
    );
    const own = counted.filter((count) => count.service === service);
    expect(own.map(({ calls }) => calls)).toEqual([10, 11, 21, 22]);
  });

  test('stay when another service, or a gateway, tells of the same model', async () => {
    const [startMs, service] = [hoursAgo(4), 'behind'];
    const target = { endMs: startMs, service, model: 'seen-by-others' };
    await add(store, {
      metered: [sampleMetered(target)],
      calls: [sampleCall({ ...target, service: 'another' }), sampleCall({ ...target, vantage: 'gateway' })],
    });
    expect((await countedIn(store, startMs, service)).windows).toEqual([['seen-by-others', 'ok', 10]]);
  });

  test('are counted once when their point is sent twice', async () => {
    const [startMs, service] = [hoursAgo(5), 'sent-twice'];
    const point = sampleMetered({ endMs: startMs, service, model: 'twice' });
    await add(store, { metered: [point] });
    await add(store, { metered: [point, point] });
    expect(await countedIn(store, startMs, service)).toMatchObject({
      frames: [['twice', { ok: 10 }]],
      windows: [['twice', 'ok', 10]],
    });
  });

  test('and calls and attempts that came before are told from those that are new', async () => {
    const freshOf = async (rows: Rows): Promise<Rows | undefined> => {
      let fresh: Rows | undefined;
      await store.append(rows, (told) => {
        fresh = told;
      });
      return fresh;
    };
    const endMs = hoursAgo(8);
    const [call, attempt, point] = [
      sampleCall({ endMs }),
      sampleAttempt({ endMs }),
      sampleMetered({ endMs }),
    ];
    const tokens = sampleMetered({ endMs, calls: 0 });
    const known: Rows = { calls: [call, call], attempts: [attempt], metered: [point, tokens] };
    expect(await freshOf(known)).toMatchObject({ ...known, calls: [call] });
    expect(await freshOf(known)).toMatchObject({ calls: [], attempts: [], metered: [] });

    const added = { calls: [sampleCall({ endMs })], attempts: [], metered: [sampleMetered({ endMs })] };
    const both = {
      calls: [...known.calls, ...added.calls],
      attempts: known.attempts,
      metered: [point, tokens, ...added.metered],
    };
    expect(await freshOf(both)).toMatchObject(added);
    const others = { calls: [sampleCall({ endMs })], attempts: [sampleAttempt({ endMs })] };
    expect(await freshOf(others)).toMatchObject(others);
  });

  test('of first chunks and tokens alone are no calls yet', async () => {
    const [startMs, service] = [hoursAgo(6), 'first-chunks'];
    const none = { calls: 0, durationMsSum: 0, durationsMs: new Map() };
    const point = { endMs: startMs, service, model: 'streams' };
    const firstChunks = sampleMetered({
      ...point,
      ...none,
      firstChunksMs: new Map([
        [450, 90],
        [2_000, 10],
      ]),
    });
    await add(store, { metered: [firstChunks, sampleMetered({ ...point, ...none, inputTokens: 1_000 })] });
    expect(await countedIn(store, startMs, service)).toEqual({
      frames: [],
      services: [],
      windows: [],
      strip: [],
      traffic: [],
    });

    await add(store, { metered: [sampleMetered({ ...point, calls: 100 })] });
    const [traffic] = await store.traffic({ sinceMs: startMs, untilMs: startMs + minuteMs });
    expect(traffic).toMatchObject({ attempts: 100, timeToFirstChunkP95Ms: 2_250 });
  });
});

test('both adapters give the same answers about the same counts', { timeout: 60_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-metered-'));
  const clickhouse = await openClickHouse(directory);
  const memory = createMemoryStore();
  try {
    const untilMs = hoursAgo(1) + 23 * minuteMs;
    const rows = variedRows(untilMs);
    await add(clickhouse, rows);
    await add(memory, rows);
    expect(await answersOf(clickhouse, untilMs)).toEqual(await answersOf(memory, untilMs));
  } finally {
    await clickhouse.close();
    await rm(directory, { recursive: true, force: true });
  }
});
