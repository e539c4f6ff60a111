import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sampleCall } from '../samples.fixture.ts';
import type { Store } from '../store.ts';
import { startForeignServer } from './connection/foreign-server.fixture.ts';
import { everyTier, isEmpty, isUp, someRows, tierCounts } from './embedded-store.fixture.ts';
import { createEngineFront, type EngineFront } from './engine-front.fixture.ts';
import { openStore } from './open-store.ts';
import type { StoreOptions } from './store-options.ts';

// The errors are ClickHouse's own. It is told by settings that it has no room, no memory, no time.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const durable = { kind: 'durable' };

interface Bench {
  readonly store: Store;
  readonly front: EngineFront;
  counted(): Promise<unknown>;
}

/** A store on a ClickHouse that works. */
async function bench(limits: StoreOptions['limits'] = {}): Promise<Bench> {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-trouble-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const server = await startForeignServer({ directory });
  onTestFinished(server.kill);
  const front = await createEngineFront(server.url);
  const store = await openStore({
    dataDir: join(directory, 'collector'),
    url: front.url,
    logger: quiet,
    now: Date.now,
    limits: { segmentAgeMsMax: 20, ...limits },
  });
  onTestFinished(store.close);
  await isUp(store);
  expect(await store.append(someRows(10))).toEqual(durable);
  await isEmpty(store);
  return { store, front, counted: async () => JSON.parse(await server.ask(tierCounts)) };
}

test.each([
  ['is out of memory', 'memory', { max_memory_usage: '1000000' }],
  ['has a full disk', 'disk_full', { min_free_disk_bytes_to_perform_insert: '1000000000000000' }],
  ['has too many parts', 'too_many_parts', { parts_to_throw_insert: '1' }],
  ['gives up for lack of time', 'timeout', { max_execution_time: '0.001' }],
] as const)(
  'rows wait while ClickHouse %s, it can be seen, and they go in later',
  {
    timeout: 60_000,
  },
  async (_, reason, settings) => {
    const { store, front, counted } = await bench();
    front.burden(settings);
    expect(await store.append(someRows(40))).toEqual(durable);
    await vi.waitUntil(() => (store.stats().insertFailures[reason] ?? 0) > 1, 20_000);
    expect(await store.append(someRows(50))).toEqual(durable);

    expect(store.health()).toMatchObject({ ready: true, engine: 'up', spooledRows: 180 });
    expect(store.health().detail).toMatch(/^ClickHouse |the disk of ClickHouse is full/);

    front.burden({});
    await isEmpty(store);
    expect(await counted()).toEqual(everyTier(100));
    expect(Object.keys(store.stats().insertFailures)).toEqual([reason]);
    expect(store.health().detail).toBe('');
  },
);

test('an insert whose answer does not come is cut off, repeated, and its rows are there once', {
  timeout: 60_000,
}, async () => {
  const { store, front, counted } = await bench({ insertMsMax: 2_000 });
  const before = front.inserts();
  front.answers('withheld');
  expect(await store.append(someRows(40))).toEqual(durable);
  await vi.waitUntil(() => (store.stats().insertFailures.timeout ?? 0) > 1, 20_000);
  expect(store.health().detail).toContain('no answer to an insert within 2 s');
  front.answers('pass');
  await isEmpty(store);

  // Twice for nobody, then calls and attempts.
  expect(front.inserts() - before).toBeGreaterThanOrEqual(4);
  expect(await counted()).toEqual(everyTier(50));
});

test('an insert whose connection breaks is repeated, and its rows are there once', {
  timeout: 60_000,
}, async () => {
  const { store, front, counted } = await bench();
  front.answers('cut off');
  expect(await store.append(someRows(40))).toEqual(durable);
  await vi.waitUntil(() => (store.stats().insertFailures.unreachable ?? 0) > 1, 20_000);
  front.answers('pass');
  await isEmpty(store);

  expect(await counted()).toEqual(everyTier(50));
});

test('while inserts hang, rows are taken until the spool is full, and not one that was taken is lost', {
  timeout: 60_000,
}, async () => {
  const { store, front, counted } = await bench({ insertMsMax: 2_000, rowsMax: 200 });
  front.answers('withheld');
  let taken = 0;
  await vi.waitUntil(async () => {
    const { kind } = await store.append(someRows(10));
    if (kind === 'durable') taken += 10;
    return kind === 'retry';
  }, 30_000);

  expect(taken).toBe(100);
  expect(await store.append(someRows(10))).toMatchObject({ afterSeconds: 3, reason: 'the spool is full' });
  expect(store.health()).toMatchObject({ ready: false, spooledRows: 200 });
  expect(store.stats().appendsRefused).toEqual({ spool_full: 2 });

  front.answers('pass');
  await isEmpty(store);
  expect(store.health().ready).toBe(true);
  expect(await store.append(someRows(10))).toEqual(durable);
  await isEmpty(store);
  expect(await counted()).toEqual(everyTier(10 + taken + 10));
});

test('the largest segment there can be needs less than a tenth of the memory that the engine has', {
  timeout: 60_000,
}, async () => {
  const { store, front, counted } = await bench({ segmentAgeMsMax: 1_000 });
  front.burden({ max_memory_usage: '120000000' });
  // Unlike each other in every text, and each as long as it may be: four times the text of usual rows, and every
  // rollup has as many cells as there are rows.
  const text = (index: number, length: number): string => `${index}-`.padEnd(length, 'x');
  const calls = Array.from({ length: 4_700 }, (_, index) =>
    sampleCall({
      endMs: Date.now() - index * 30_000,
      ...{ provider: text(index, 100), model: text(index, 200), region: text(index, 100) },
      ...{ credential: text(index, 100), service: text(index, 200), environment: text(index, 100) },
      ...{ errorType: text(index, 200), vendorRequestId: text(index, 200), responseId: text(index, 200) },
      responseModel: text(index, 200),
    }),
  );
  // Not quite full, and then as much again as one write may bring.
  for (const half of [calls.slice(0, 2_350), calls.slice(2_350)])
    expect(await store.append({ calls: half, attempts: [] })).toEqual(durable);
  await isEmpty(store);

  expect(store.stats().insertFailures).toEqual({});
  expect(await counted()).toEqual(everyTier(10).map((rows, tier) => (tier < 5 ? rows + calls.length : rows)));
});
