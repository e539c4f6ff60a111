import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { tryEngine } from './engine-trial.ts';

const leftovers = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`faultline-trial-${process.pid}-`));

test('the engine of this machine starts, answers, and leaves nothing behind', async () => {
  const trial = await tryEngine({ timeoutMs: 60_000 });
  expect(trial).toMatchObject({ kind: 'answers', version: expect.stringMatching(/^26\./) });
  expect(await leftovers()).toEqual([]);
});

test('one that ends at once fails with its last words', async () => {
  const launcher = '/nowhere/engine.js';
  const trial = await tryEngine({ timeoutMs: 60_000, launcher });
  expect(trial).toMatchObject({ kind: 'fails', reason: expect.stringContaining(launcher) });
  expect(await leftovers()).toEqual([]);
});

test('one that never answers is given up', async () => {
  const trial = await tryEngine({ timeoutMs: 0 });
  expect(trial).toEqual({ kind: 'fails', reason: 'no answer within 0 s' });
  expect(await leftovers()).toEqual([]);
});
