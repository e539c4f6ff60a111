import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockDirectory } from '../../store/lock.ts';
import { probeDirectory } from './data-directory.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'faultline-probe-'));

test('a folder is measured and left as it was', async () => {
  const path = await folder();
  const facts = await probeDirectory(path);
  expect(facts).toMatchObject({ kind: 'usable', path, exists: true, isLocked: false, isOurs: true });
  if (facts.kind !== 'usable') throw new Error(facts.reason);
  expect(facts.freeBytes).toBeGreaterThan(0);
  expect(facts.syncMs).toBeGreaterThan(0);
  expect(await readdir(path)).toEqual([]);
});

test('one that is not there yet is judged by the folder in which it would be made, and not made', async () => {
  const above = await folder();
  const path = join(above, 'var', 'faultline');
  expect(await probeDirectory(path)).toMatchObject({ kind: 'usable', path, exists: false });
  expect(await readdir(above)).toEqual([]);
});

test('a lock is seen and not taken', async () => {
  const path = await folder();
  const lock = await lockDirectory(path, quiet);
  expect(await probeDirectory(path)).toMatchObject({ isLocked: true });
  await lock.release();
  expect(await probeDirectory(path)).toMatchObject({ isLocked: false });
});

test('a file in the place of the folder, or on the way to it, is told', async () => {
  const path = join(await folder(), 'data');
  await writeFile(path, '');
  expect(await probeDirectory(path)).toMatchObject({ reason: `${path} is a file and no folder` });
  expect(await probeDirectory(join(path, 'below'))).toMatchObject({
    reason: expect.stringMatching(/is a file/),
  });
});

test('a file system that takes no files is told', async () => {
  expect(await probeDirectory('/proc/faultline')).toMatchObject({
    kind: 'unusable',
    path: '/proc/faultline',
  });
});
