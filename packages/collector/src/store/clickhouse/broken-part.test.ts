import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { sampleAttempt } from '../samples.fixture.ts';
import { StoreUnavailableError } from '../store.ts';
import { createEmbeddedStore, isEmpty, isUp } from './embedded-store.fixture.ts';

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
  for (const model of ['opus', 'sonnet', 'haiku']) {
    await store.append({ calls: [], attempts: [sampleAttempt({ endMs, model })] });
    await isEmpty(store);
  }
  await embedded.send('OPTIMIZE TABLE faultline.attempts_2s FINAL');
  const [part] = (await embedded.ask(
    "SELECT path FROM system.parts WHERE table = 'attempts_2s' AND active",
  )) as [string];
  for (const name of await readdir(part)) await truncate(join(part, name), 0);
  await embedded.send('SYSTEM DROP MARK CACHE');

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
