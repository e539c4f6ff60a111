import { expect, it } from 'vitest';
import { createGate, type Pass } from './gate.ts';

const gate = createGate({ requestsMax: 10, bufferedBytesMax: 100, inflationsMax: 2 });

it('lets only a few bodies be inflated at a time, in the order in which they came', async () => {
  const passes = Array.from({ length: 5 }, () => gate.enter() as Pass);
  const finish: (() => void)[] = [];
  const started: number[] = [];
  const all = passes.map((pass, index) =>
    pass.turn(async () => {
      started.push(index);
      await new Promise<void>((resolve) => finish.push(resolve));
    }),
  );
  await expect.poll(() => started).toEqual([0, 1]);
  finish[0]?.();
  await expect.poll(() => started).toEqual([0, 1, 2]);
  for (let done = 1; done < 5; done += 1) {
    await expect.poll(() => finish.length).toBeGreaterThan(done);
    finish[done]?.();
  }
  await Promise.all(all);
  expect(started).toEqual([0, 1, 2, 3, 4]);
});

it('gives a turn back when the work fails', async () => {
  const pass = gate.enter() as Pass;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await expect(pass.turn(() => Promise.reject(new Error('broken gzip')))).rejects.toThrow('broken gzip');
  }
  expect(await pass.turn(async () => 'works')).toBe('works');
});
