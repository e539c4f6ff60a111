import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Rows } from '../model/call.ts';
import type { SeriesFrame } from '../model/frame.ts';
import { openStore } from './clickhouse/open-store.ts';
import { hourMs, secondsMs } from './grid.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import { sampleAttempt, sampleCall, sampleMetered, sampleReport, sampleStarted } from './samples.fixture.ts';
import type { Store } from './store.ts';

// What frames tell beside how attempts ended; the contract of both adapters. Each test has an hour of its own.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const thisHourMs = Math.floor(Date.now() / hourMs) * hourMs;
const hoursAgo = (hours: number): number => thisHourMs - hours * hourMs;

async function openClickHouse(directory: string): Promise<Store> {
  const limits = { segmentAgeMsMax: 20 };
  const store = await openStore({ dataDir: directory, logger: quiet, now: Date.now, limits });
  await vi.waitUntil(() => store.health().engine === 'up', 30_000);
  return store;
}

describe.each(['memory', 'clickhouse'])('frames of the store on %s', (adapter) => {
  let store: Store;
  let directory: string | undefined;

  beforeAll(async () => {
    if (adapter === 'clickhouse') directory = await mkdtemp(join(tmpdir(), 'faultline-frames-'));
    store = directory ? await openClickHouse(directory) : createMemoryStore();
  }, 40_000);

  afterAll(async () => {
    await store.close();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  async function add(rows: Partial<Rows>): Promise<void> {
    expect(await store.append({ calls: [], attempts: [], ...rows })).toMatchObject({ kind: 'durable' });
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
  }

  /** The series of each frame. */
  async function seriesFrom(
    startMs: number,
    frames = 1,
    widthMs = secondsMs,
  ): Promise<readonly (readonly SeriesFrame[])[]> {
    const range = { sinceMs: startMs, untilMs: startMs + frames * widthMs };
    return (await store.frames(range, widthMs)).map(({ series }) => series);
  }

  /** What is in flight of each model, frame by frame. */
  async function inFlightFrom(startMs: number, frames: number, widthMs = secondsMs): Promise<unknown> {
    const series = await seriesFrom(startMs, frames, widthMs);
    return series.map((each) => Object.fromEntries(each.map(({ model, inFlight }) => [model, inFlight])));
  }

  const key = { provider: 'anthropic', model: 'claude-opus-4-8', region: '', credential: 'key-1' };
  const unended = { ...key, attempts: 0, outcomes: {}, repeats: {}, services: [] };

  test('tell how long good answers took, as far as somebody told them one by one', async () => {
    const endMs = hoursAgo(1);
    // Of metrics nobody knows the credential.
    const attempt = { endMs, credential: '' };
    await add({
      attempts: [
        sampleAttempt({ ...attempt, durationMs: 1_249, timeToFirstChunkMs: 450 }),
        sampleAttempt({ ...attempt, durationMs: 1_250, timeToFirstChunkMs: 499 }),
        sampleAttempt({ ...attempt, durationMs: 9, outcome: 'filtered' }),
        sampleAttempt({ ...attempt, durationMs: null }),
        sampleAttempt({ ...attempt, durationMs: 60_000, timeToFirstChunkMs: 30_000, outcome: 'stalled' }),
        sampleAttempt({ ...attempt, durationMs: 700, model: 'refused', outcome: 'rate_limited' }),
      ],
      metered: [
        sampleMetered({ endMs, model: 'metered' }),
        sampleMetered({ endMs, service: 'untraced', firstChunksMs: new Map([[800, 10]]) }),
      ],
    });
    const [series] = await seriesFrom(endMs);
    const silent = { ...key, credential: '', repeats: {}, services: ['checkout'] };
    expect(series).toEqual([
      {
        ...silent,
        attempts: 15,
        outcomes: { ok: 13, filtered: 1, stalled: 1 },
        services: ['checkout', 'untraced'],
        firstChunkMs: { 400: 2 },
        durationMs: { 0: 1, 1000: 1, 1250: 1 },
      },
      { ...silent, model: 'metered', attempts: 10, outcomes: { ok: 10 } },
      { ...silent, model: 'refused', attempts: 1, outcomes: { rate_limited: 1 } },
    ]);
  });

  test('tell the mean prompt of calls that ended, where somebody told it', async () => {
    const endMs = hoursAgo(2);
    const seen = { endMs, model: 'seen' };
    await add({
      attempts: [
        ...['seen', 'answered', 'untold'].map((model) => sampleAttempt({ endMs, model, durationMs: null })),
        sampleAttempt({ endMs: endMs + secondsMs, model: 'seen', durationMs: null }),
      ],
      calls: [
        sampleCall({ ...seen, inputTokens: 100 }),
        sampleCall({ ...seen, inputTokens: 201, outcome: 'timeout', service: 'billing' }),
        sampleCall({ ...seen, inputTokens: 0 }),
        sampleCall({ ...seen, inputTokens: null }),
        sampleCall({ ...seen, inputTokens: 9_000, vantage: 'gateway' }),
        sampleCall({ ...seen, inputTokens: 9_000, credential: 'key-2' }),
        sampleCall({ endMs, inputTokens: 7, model: '', responseModel: 'answered' }),
        sampleCall({ endMs, inputTokens: null, model: 'untold' }),
        sampleCall({ endMs: endMs + secondsMs, model: 'seen', inputTokens: 5 }),
      ],
    });
    const prompts = (await seriesFrom(endMs, 2)).map((series) =>
      series.map(({ model, promptTokens }) => [model, promptTokens]),
    );
    const [first = [], second] = prompts;
    expect(first).toEqual([
      ['answered', 7],
      ['seen', 301 / 3],
      ['untold', undefined],
    ]);
    expect(second).toEqual([['seen', 5]]);
  });

  test('tell how many calls began, also where nothing has ended, and each point once', async () => {
    const startMs = hoursAgo(3);
    const one = sampleStarted({ endMs: startMs + 1_999, calls: 3 });
    await add({
      attempts: [sampleAttempt({ endMs: startMs, durationMs: null })],
      started: [one, one, sampleStarted({ endMs: startMs, calls: 4 })],
    });
    await add({ started: [one, sampleStarted({ endMs: startMs + secondsMs, calls: 1, region: 'eu' })] });
    expect(await seriesFrom(startMs, 3)).toEqual([
      [{ ...unended, attempts: 1, outcomes: { ok: 1 }, services: ['checkout'], started: 7 }],
      [{ ...unended, region: 'eu', started: 1 }],
      [],
    ]);
  });

  test('tell what is in flight by the newest report of each process, and add processes up', async () => {
    const startMs = hoursAgo(4);
    const newest = sampleReport(startMs + 1_500, 'a', { ageSeconds: 30, calls: 5 }, { calls: 2 });
    await add({
      inFlight: [
        sampleReport(startMs + 100, 'a', { ageSeconds: 10, calls: 9 }, { model: 'over', calls: 4 }),
        newest,
        sampleReport(startMs + 900, 'a', { ageSeconds: 20, calls: 9 }),
        sampleReport(startMs + 1_000, 'b', { ageSeconds: 30, calls: 1 }, { model: 'small', calls: 3 }),
      ],
    });
    // As when an export is sent again, also to a collector that does not know it.
    await add({ inFlight: [newest] });
    const [series] = await seriesFrom(startMs);
    expect(series).toEqual([
      { ...unended, started: 0, inFlight: { 0: 2, 30: 6 } },
      { ...unended, model: 'small', started: 0, inFlight: { 0: 3 } },
    ]);
  });

  test('put the pieces of one report together, whichever came first', async () => {
    const atMs = hoursAgo(5) + 700;
    const pieces = [
      sampleReport(atMs, 'cut', { calls: 2 }),
      sampleReport(atMs, 'cut', { ageSeconds: 5, calls: 1 }, { model: 'small', calls: 3 }),
    ];
    for (const piece of pieces) await add({ inFlight: [piece] });
    expect(await inFlightFrom(atMs - 700, 1)).toEqual([
      { 'claude-opus-4-8': { 0: 2, 5: 1 }, small: { 0: 3 } },
    ]);
  });

  test('hold a report until the next one, for six seconds at most', async () => {
    const startMs = hoursAgo(6);
    await add({
      inFlight: [
        sampleReport(startMs + 1_000, 'a', { calls: 1 }),
        sampleReport(startMs + 1_000, 'b', { calls: 10 }),
        sampleReport(startMs + 3_000, 'b', { calls: 20 }),
        sampleReport(startMs + 9_000, 'b', { calls: 30 }),
      ],
    });
    const model = 'claude-opus-4-8';
    const expected = [11, 21, 21, 20, 30, 30, 30].map((calls) => ({ [model]: { 0: calls } }));
    expect(await inFlightFrom(startMs, 9)).toEqual([...expected, {}, {}]);
    // From a frame on in which nobody reported.
    expect(await inFlightFrom(startMs + 4_000, 1)).toEqual([{ [model]: { 0: 21 } }]);
    // A wide frame has what stood at its end, or at the end of what is known of it.
    expect(await inFlightFrom(startMs - (startMs % 20_000), 1, 20_000)).toEqual([{ [model]: { 0: 31 } }]);
  });

  test('have nothing in flight from the moment at which a process says so', async () => {
    const startMs = hoursAgo(7);
    const idle = { calls: 0 };
    await add({
      attempts: [0, 2_000, 4_000].map((ms) => sampleAttempt({ endMs: startMs + ms, durationMs: null })),
      inFlight: [
        sampleReport(startMs + 500, 'a', { ageSeconds: 60, calls: 8 }, { model: 'idle', ...idle }),
        sampleReport(startMs + 2_500, 'a', idle, { model: 'idle', ...idle }),
        // One that knows of no series at all.
        sampleReport(startMs + 500, 'b', { model: 'gone', calls: 1 }),
        sampleReport(startMs + 2_500, 'b'),
      ],
    });
    expect(await inFlightFrom(startMs, 3)).toEqual([
      { 'claude-opus-4-8': { 60: 8 }, gone: { 0: 1 } },
      { 'claude-opus-4-8': {} },
      { 'claude-opus-4-8': {} },
    ]);
  });

  test('name only what was told of an hour without reports', async () => {
    const endMs = hoursAgo(8);
    await add({ attempts: [sampleAttempt({ endMs, durationMs: null })] });
    const [[series] = []] = await seriesFrom(endMs);
    expect(Object.keys(series ?? {}).sort()).toEqual(
      [...Object.keys(key), 'attempts', 'outcomes', 'repeats', 'services'].sort(),
    );
  });
});
