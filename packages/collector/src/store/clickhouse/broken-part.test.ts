import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sampleAttempt } from '../samples.fixture.ts';
import { type Store, StoreUnavailableError } from '../store.ts';
import { startForeignServer } from './connection/foreign-server.fixture.ts';
import { createEmbeddedStore, isEmpty, isUp } from './embedded-store.fixture.ts';
import { openStore } from './open-store.ts';

async function countOf(store: Store, endMs: number): Promise<void> {
  for (const model of ['opus', 'sonnet', 'haiku']) {
    await store.append({ calls: [], attempts: [sampleAttempt({ endMs, model })] });
    await isEmpty(store);
  }
}

/** Merges the counts, and empties every file of what comes of it. */
async function leaveUnreadable(ask: (sql: string) => Promise<string>): Promise<void> {
  await ask('OPTIMIZE TABLE faultline.attempts_2s FINAL');
  const path = "SELECT path FROM system.parts WHERE table = 'attempts_2s' AND active FORMAT TSVRaw";
  const part = (await ask(path)).trim();
  for (const name of await readdir(part)) await truncate(join(part, name), 0);
  await ask('SYSTEM DROP MARK CACHE');
}

test('counts that a full disk has left unreadable are read again from what they were merged from', async () => {
  const embedded = await createEmbeddedStore();
  const lines: string[] = [];
  const note = (_: object, line: string): void => void lines.push(line);
  const logger = {
    info: () => undefined,
    warn: note,
    error: note,
  };
  const store = await embedded.start({ logger });
  await isUp(store);
  const endMs = Math.floor(Date.now() / 2000) * 2000 - 10_000;
  await countOf(store, endMs);
  await leaveUnreadable(embedded.send);

  const range = { sinceMs: endMs, untilMs: endMs + 2000 };
  const models = async () => {
    const [frame] = await store.frames(range, 2000);
    return frame?.series.map(({ model }) => model);
  };
  await expect(models()).rejects.toThrow(StoreUnavailableError);
  await vi.waitUntil(async () => (await models().catch(() => []))?.length === 3, 30_000);
  expect(await models()).toEqual(['haiku', 'opus', 'sonnet']);
  expect(lines).toEqual([
    expect.stringContaining('a part of the database cannot be read'),
    expect.stringContaining('the embedded engine ended'),
    expect.stringContaining('1 part of the database could not be read and is set aside'),
  ]);
  expect(store.stats().engineRestarts).toBe(1);
});

test('of a server it is not said that it is started again: it is not ours to start', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-broken-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const server = await startForeignServer({ directory });
  onTestFinished(server.kill);
  const errors: string[] = [];
  const store = await openStore({
    dataDir: join(directory, 'collector'),
    url: server.url,
    logger: { info: () => undefined, warn: () => undefined, error: (_, line) => void errors.push(line) },
    now: Date.now,
    limits: { segmentAgeMsMax: 20 },
  });
  onTestFinished(store.close);
  await isUp(store);
  const endMs = Math.floor(Date.now() / 2000) * 2000 - 10_000;
  await countOf(store, endMs);
  await leaveUnreadable(server.ask);
  const range = { sinceMs: endMs, untilMs: endMs + 2000 };
  await expect(store.frames(range, 2000)).rejects.toThrow(StoreUnavailableError);
  expect(errors).toEqual([]);
});
