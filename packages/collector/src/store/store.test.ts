import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '@faultline/conventions';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Attempt, Call } from '../model/call.ts';
import { answersOf, variedRows } from './answers.fixture.ts';
import { openStore } from './clickhouse/open-store.ts';
import { hourMs, minuteMs } from './grid.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import { sampleAttempt, sampleCall } from './samples.fixture.ts';
import type { Store } from './store.ts';

// One contract, two adapters. Each test has an hour of its own, because both keep what they are given.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const thisHourMs = Math.floor(Date.now() / hourMs) * hourMs;
const hoursAgo = (hours: number): number => thisHourMs - hours * hourMs;

async function openClickHouse(): Promise<{ store: Store; directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-store-'));
  const store = await openStore({
    dataDir: directory,
    logger: quiet,
    now: Date.now,
    limits: { segmentAgeMsMax: 20 },
  });
  return { store, directory };
}

async function add(store: Store, calls: readonly Call[], attempts: readonly Attempt[]): Promise<void> {
  expect(await store.append({ calls, attempts })).toMatchObject({ kind: 'durable' });
  await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
}

describe.each(['memory', 'clickhouse'])('the store on %s', (adapter) => {
  let store: Store;
  let directory: string | undefined;

  beforeAll(async () => {
    if (adapter === 'memory') store = createMemoryStore();
    else ({ store, directory } = await openClickHouse());
    await vi.waitUntil(() => store.health().engine === 'up', 30_000);
  }, 40_000);

  afterAll(async () => {
    await store.close();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  test('frames count attempts by series and outcome, and empty frames are frames', async () => {
    const startMs = hoursAgo(1);
    const bad = { outcome: 'overloaded', model: 'claude-sonnet-4-6' } as const;
    await add(
      store,
      [],
      [
        sampleAttempt({ endMs: startMs - 1 }),
        sampleAttempt({ endMs: startMs }),
        sampleAttempt({ endMs: startMs + 1_999, service: 'billing' }),
        sampleAttempt({ endMs: startMs + 500, ...bad }),
        sampleAttempt({ endMs: startMs + 600, ...bad, repeat: true, service: 'search' }),
        sampleAttempt({ endMs: startMs + 4_000 }),
        sampleAttempt({ endMs: startMs + 6_000 }),
      ],
    );

    const frames = await store.frames({ sinceMs: startMs, untilMs: startMs + 6_000 }, 2_000);

    const series = { provider: 'anthropic', region: '', credential: 'key-1' };
    const opus = { ...series, model: 'claude-opus-4-8', repeats: {} };
    const timesOf = (good: number) => ({ durationMs: { 1000: good } });
    expect(frames).toEqual([
      {
        startMs,
        widthMs: 2_000,
        series: [
          { ...opus, attempts: 2, outcomes: { ok: 2 }, services: ['billing', 'checkout'], ...timesOf(2) },
          {
            ...series,
            model: 'claude-sonnet-4-6',
            attempts: 2,
            outcomes: { overloaded: 2 },
            repeats: { overloaded: 1 },
            services: ['checkout', 'search'],
          },
        ],
      },
      { startMs: startMs + 2_000, widthMs: 2_000, series: [] },
      {
        startMs: startMs + 4_000,
        widthMs: 2_000,
        series: [{ ...opus, attempts: 1, outcomes: { ok: 1 }, services: ['checkout'], ...timesOf(1) }],
      },
    ]);
  });

  test('a frame cannot be narrower than what is counted', async () => {
    await expect(store.frames({ sinceMs: 0, untilMs: 0 }, 1_000)).rejects.toThrow('multiple of 2000 ms');
  });

  test('windows are exact to the minute and nest', async () => {
    const untilMs = hoursAgo(1) + 17 * minuteMs;
    const service = 'windows';
    const at = (msBefore: number, outcome: Outcome): Call =>
      sampleCall({ endMs: untilMs - msBefore, service, outcome });
    await add(
      store,
      [
        at(0, 'ok'),
        at(1, 'ok'),
        at(5 * minuteMs, 'timeout'),
        at(5 * minuteMs + 1, 'timeout'),
        at(6 * hourMs, 'ok'),
        at(6 * hourMs + 1, 'ok'),
      ],
      [],
    );

    const counts = (await store.windowCounts(untilMs, [300, 21_600])).filter(
      (count) => count.service === service,
    );

    const key = { provider: 'anthropic', model: 'claude-opus-4-8', service, environment: 'prod' };
    expect(counts).toEqual([
      { ...key, windowSeconds: 300, outcome: 'ok', calls: 1 },
      { ...key, windowSeconds: 300, outcome: 'timeout', calls: 1 },
      { ...key, windowSeconds: 21_600, outcome: 'ok', calls: 2 },
      { ...key, windowSeconds: 21_600, outcome: 'timeout', calls: 2 },
    ]);
  });

  test('a strip has a cell for each model and time with traffic', async () => {
    const startMs = hoursAgo(3);
    const gpt = { provider: 'openai', model: 'gpt-6' };
    await add(
      store,
      [],
      [
        sampleAttempt({ endMs: startMs, outcome: 'vendor_error' }),
        sampleAttempt({ endMs: startMs + 59_999, outcome: 'network' }),
        sampleAttempt({ endMs: startMs + minuteMs, outcome: 'rate_limited' }),
        sampleAttempt({ endMs: startMs + minuteMs, outcome: 'cancelled', ...gpt }),
      ],
    );

    const range = { sinceMs: startMs, untilMs: startMs + 2 * minuteMs };
    const opus = { provider: 'anthropic', model: 'claude-opus-4-8' };
    const late = { startMs: startMs + minuteMs, attempts: 1, bad: 0 };
    expect(await store.strip(range, minuteMs)).toEqual([
      { ...opus, startMs, attempts: 2, bad: 2 },
      { ...opus, ...late },
      { ...gpt, ...late },
    ]);
  });

  test('the time to first chunk is that of streams only', async () => {
    const startMs = hoursAgo(4);
    const streams = Array.from({ length: 100 }, (_, index) =>
      sampleAttempt({ endMs: startMs + index, timeToFirstChunkMs: index < 90 ? 450 : 2_000 }),
    );
    const plain = sampleAttempt({ endMs: startMs, provider: 'openai', model: 'gpt-6' });
    await add(store, [], [...streams, plain]);

    const traffic = await store.traffic({ sinceMs: startMs, untilMs: startMs + minuteMs });

    expect(traffic).toEqual([
      {
        provider: 'anthropic',
        model: 'claude-opus-4-8',
        attempts: 100,
        bad: 0,
        // Halfway through the bucket from 2,000 to 2,500 ms.
        timeToFirstChunkP95Ms: 2_250,
      },
      { provider: 'openai', model: 'gpt-6', attempts: 1, bad: 0, timeToFirstChunkP95Ms: null },
    ]);
  });

  test('it knows since when there have been calls', async () => {
    const beforeMs = await store.observedSinceMs();
    const oldestMs = hoursAgo(47);
    await add(store, [sampleCall({ endMs: oldestMs + 1_500, service: 'oldest' })], []);

    expect(beforeMs === null || beforeMs > oldestMs).toBe(true);
    expect(await store.observedSinceMs()).toBe(Math.floor(oldestMs / minuteMs) * minuteMs);
  });

  test('what a gateway or the vendor saw of a call is not counted with what its client saw', async () => {
    const untilMs = hoursAgo(5);
    const call = sampleCall({ endMs: untilMs - 30_000, service: 'behind-a-gateway' });
    await add(
      store,
      [
        call,
        ...(['gateway', 'vendor'] as const).map((vantage) =>
          sampleCall({ ...call, spanId: vantage === 'vendor' ? 'ab'.repeat(8) : 'cd'.repeat(8), vantage }),
        ),
      ],
      [],
    );
    const counts = await store.windowCounts(untilMs, [300]);
    expect(counts.filter(({ service }) => service === call.service)).toMatchObject([{ calls: 1 }]);
  });

  test('a call whose requested model nobody told counts under the model that answered', async () => {
    const untilMs = hoursAgo(6);
    const service = 'tells-the-answer-only';
    await add(
      store,
      [sampleCall({ endMs: untilMs - 30_000, service, model: '', responseModel: 'gpt-5-2026' })],
      [],
    );
    const counts = await store.windowCounts(untilMs, [300]);
    expect(counts.filter((count) => count.service === service)).toMatchObject([{ model: 'gpt-5-2026' }]);
  });

  test('a row that comes twice counts once', async () => {
    const startMs = hoursAgo(5);
    const call = sampleCall({ endMs: startMs, service: 'twice' });
    const attempt = sampleAttempt({ ...call });
    const before = store.stats().rowsDuplicate;

    await add(store, [call], [attempt]);
    await add(store, [call, call], [attempt]);

    expect(store.stats().rowsDuplicate - before).toBe(3);
    const [frame] = await store.frames({ sinceMs: startMs, untilMs: startMs + 2_000 }, 2_000);
    expect(frame?.series[0]?.attempts).toBe(1);
    const counts = await store.windowCounts(startMs + minuteMs, [60]);
    expect(counts.filter(({ service }) => service === 'twice').map(({ calls }) => calls)).toEqual([1]);
  });

  test('names that would hurt SQL or JSON survive', async () => {
    const startMs = hoursAgo(10);
    const names = [
      "'; DROP TABLE calls; --",
      'back\\slash "quoted"\n\tline',
      '\u0000 nul',
      '💥 モデル',
      'C:\\udine',
      'x'.repeat(10_240),
    ];
    await add(
      store,
      names.map((model) => sampleCall({ endMs: startMs, model, service: model, errorType: model })),
      names.map((model) => sampleAttempt({ endMs: startMs, model, service: model, vendorRequestId: model })),
    );

    const [frame] = await store.frames({ sinceMs: startMs, untilMs: startMs + 2_000 }, 2_000);
    expect(new Set(frame?.series.map(({ model }) => model))).toEqual(new Set(names));
    expect(new Set(frame?.series.flatMap(({ services }) => services))).toEqual(new Set(names));
    const counts = await store.windowCounts(startMs + minuteMs, [60]);
    expect(new Set(counts.map(({ model }) => model))).toEqual(new Set(names));
  });
});

test('both adapters give the same answers about the same rows', { timeout: 60_000 }, async () => {
  const { store: clickhouse, directory } = await openClickHouse();
  const memory = createMemoryStore();
  try {
    await vi.waitUntil(() => clickhouse.health().ready, 30_000);
    const untilMs = hoursAgo(1) + 23 * minuteMs;
    const { metered: _, ...rows } = variedRows(untilMs);
    for (const store of [clickhouse, memory]) {
      expect(await store.append(rows)).toMatchObject({ kind: 'durable' });
      await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
    }

    expect(await answersOf(clickhouse, untilMs)).toEqual(await answersOf(memory, untilMs));
  } finally {
    await clickhouse.close();
    await rm(directory, { recursive: true, force: true });
  }
});
