import { link, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DataDirectoryError, isLocked, type Lock, lockDirectory } from './lock.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'faultline-lock-'));
}

/** What a holder that was killed leaves behind: the name of a socket nobody listens on. */
async function leaveStale(directory: string): Promise<void> {
  const server = createServer();
  const own = join(directory, 'dead');
  await new Promise<void>((done) => server.listen(own, done));
  await link(own, join(directory, 'lock'));
  await new Promise<void>((done) => server.close(() => done()));
}

it('a second collector is refused, and let in once the first has gone', async () => {
  const directory = await folder();
  const first = await lockDirectory(directory, quiet);
  await expect(lockDirectory(directory, quiet)).rejects.toThrow('another collector is using');
  await first.release();
  await (await lockDirectory(directory, quiet)).release();
  expect(await readdir(directory)).toEqual([]);
});

it('what a killed holder left keeps nobody out', async () => {
  const directory = await folder();
  await leaveStale(directory);
  await (await lockDirectory(directory, quiet)).release();
});

it('whether somebody holds it can be seen without taking it', async () => {
  const directory = await folder();
  expect(await isLocked(directory)).toBe(false);
  const held = await lockDirectory(directory, quiet);
  expect(await isLocked(directory)).toBe(true);
  await held.release();
  expect(await isLocked(directory)).toBe(false);
  await leaveStale(directory);
  expect(await isLocked(directory)).toBe(false);
});

it('of two that come at the same time over a dead holder’s lock, never both get it', async () => {
  for (let round = 0; round < 40; round += 1) {
    const directory = await folder();
    await leaveStale(directory);
    const results = await Promise.allSettled([
      lockDirectory(directory, quiet),
      lockDirectory(directory, quiet),
    ]);
    const held = results.filter(
      (result): result is PromiseFulfilledResult<Lock> => result.status === 'fulfilled',
    );
    for (const { value } of held) await value.release();
    expect(held.length).toBeLessThanOrEqual(1);
  }
});

it('a folder that is none says so, and how to choose another', async () => {
  const path = join(await folder(), 'file');
  await writeFile(path, '');
  const refused = lockDirectory(path, quiet);
  await expect(refused).rejects.toThrow(DataDirectoryError);
  await expect(refused).rejects.toThrow(/cannot be used: it is a file\. Choose another with --data-dir/);
});
