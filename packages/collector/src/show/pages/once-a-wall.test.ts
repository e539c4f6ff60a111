import { describe, expect, it } from 'vitest';
import { createOnceAWall } from './once-a-wall.ts';

function bench() {
  let version = 1;
  let asked = 0;
  const once = createOnceAWall(() => version);
  const ask = async (): Promise<number> => {
    asked += 1;
    return asked;
  };
  return { once, ask, turn: () => (version += 1), asked: () => asked };
}

describe('what many pages show', () => {
  it('is read once until there is a new wall', async () => {
    const { once, ask, turn, asked } = bench();
    expect(await Promise.all([once.read('a', ask), once.read('a', ask), once.read('b', ask)])).toEqual([
      1, 1, 2,
    ]);
    turn();
    expect(await once.read('a', ask)).toBe(3);
    expect(asked()).toBe(3);
  });

  it('is asked for again after a failure', async () => {
    const { once, ask } = bench();
    await expect(
      once.read('a', () => Promise.reject(new Error('the engine is restarting'))),
    ).rejects.toThrow();
    expect(await once.read('a', ask)).toBe(1);
  });

  it('does not fill the memory when many things are asked', async () => {
    const { once, ask, asked } = bench();
    for (let index = 0; index < 1000; index += 1) await once.read(String(index), ask);
    expect(asked()).toBe(1000);
    expect(await once.read('0', ask)).toBe(1001);
  });
});
