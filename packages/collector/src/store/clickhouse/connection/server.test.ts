import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { minuteMs } from '../../grid.ts';
import { sampleCall } from '../../samples.fixture.ts';
import type { Store } from '../../store.ts';
import { openStore } from '../open-store.ts';
import { type ForeignServer, startForeignServer } from './foreign-server.fixture.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const endMs = Math.floor(Date.now() / minuteMs) * minuteMs - 1;
let directory: string;
let server: ForeignServer | undefined;
let store: Store | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faultline-server-'));
});

afterEach(async () => {
  await store?.close();
  await server?.kill();
  await rm(directory, { recursive: true, force: true });
});

test('a server takes what the engine takes, and may be away for a while', { timeout: 60_000 }, async () => {
  const first = await startForeignServer({ directory });
  server = first;
  const opened = await openStore({
    dataDir: join(directory, 'collector'),
    url: first.url,
    logger: quiet,
    now: Date.now,
    limits: { segmentAgeMsMax: 20 },
  });
  store = opened;
  await vi.waitUntil(() => opened.health().ready, 20_000);
  await opened.append({ calls: [sampleCall({ endMs })], attempts: [] });
  await vi.waitUntil(() => opened.stats().spooledRows === 0, 20_000);

  await first.kill();
  expect(await opened.append({ calls: [sampleCall({ endMs })], attempts: [] })).toEqual({ kind: 'durable' });
  await vi.waitUntil(() => opened.health().engine === 'down', 20_000);
  expect(opened.health()).toMatchObject({ ready: true, spooledRows: 1 });

  server = await startForeignServer({ directory, httpPort: first.httpPort });
  await vi.waitUntil(() => opened.stats().spooledRows === 0, 20_000);
  expect((await opened.windowCounts(endMs + 1, [60]))[0]?.calls).toBe(2);
});

test('a server that is not there is waited for, and then rows are taken anyhow', async () => {
  const opened = await openStore({
    dataDir: join(directory, 'collector'),
    url: 'http://127.0.0.1:9',
    logger: quiet,
    now: Date.now,
    limits: { warmUpMsMax: 300 },
  });
  store = opened;
  const rows = { calls: [sampleCall({ endMs })], attempts: [] };

  expect(await opened.append(rows)).toEqual({ kind: 'retry', afterSeconds: 1, reason: 'starting' });
  await vi.waitUntil(() => opened.health().ready, 10_000);
  expect(await opened.append(rows)).toEqual({ kind: 'durable' });
});

test('collectors share a server, and each row counts once', { timeout: 60_000 }, async () => {
  const shared = await startForeignServer({ directory });
  server = shared;
  const pair = await Promise.all(
    ['one', 'two'].map((name) =>
      openStore({
        dataDir: join(directory, name),
        url: shared.url,
        logger: quiet,
        now: Date.now,
        limits: { segmentAgeMsMax: 20 },
      }),
    ),
  );
  try {
    for (const each of pair) {
      await vi.waitUntil(() => each.health().engine === 'up', 30_000);
      await each.append({ calls: [sampleCall({ endMs }), sampleCall({ endMs })], attempts: [] });
      await vi.waitUntil(() => each.stats().spooledRows === 0, 20_000);
    }
    for (const each of pair) expect((await each.windowCounts(endMs + 1, [60]))[0]?.calls).toBe(4);
  } finally {
    await Promise.all(pair.map((each) => each.close()));
  }
});

test('of collectors that share a server one tells of alerts, and another one when that is gone', {
  timeout: 60_000,
}, async () => {
  const shared = await startForeignServer({ directory });
  server = shared;
  let nowMs = 0;
  const open = (name: string): Promise<Store> =>
    openStore({ dataDir: join(directory, name), url: shared.url, logger: quiet, now: () => nowMs });
  const [one, two] = await Promise.all([open('one'), open('two')]);
  const asked = async (): Promise<readonly boolean[]> => {
    nowMs += 10_000;
    return [await one.isSpeaking(), await two.isSpeaking()];
  };
  try {
    for (const each of [one, two]) await vi.waitUntil(() => each.health().engine === 'up', 30_000);
    for (let time = 0; time < 3; time += 1) expect(await asked()).toEqual([true, false]);
    await one.close();
    expect(await asked()).toEqual([false, true]);
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
});
