import { describe, expect, it } from 'vitest';
import { createInOrder } from './in-order.ts';

/** Work that ends when it is told to, and notes what it did. */
function createWork(log: string[]) {
  return (name: string) => {
    let end: (error?: Error) => void = () => {};
    const work = (): Promise<string> => {
      log.push(`${name} begins`);
      return new Promise((resolve, reject) => {
        end = (error) => (error ? reject(error) : resolve(name));
      });
    };
    return { work, end: (error?: Error) => end(error) };
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('work on the same series', () => {
  it('is done one after the other, and its answers go to who asked', async () => {
    const [inOrder, log] = [createInOrder(), [] as string[]];
    const make = createWork(log);
    const [one, two, three] = [make('one'), make('two'), make('three')];
    const answers = Promise.all([
      inOrder(['a', 'b'], one.work),
      inOrder(['b', 'c'], two.work),
      inOrder(['c'], three.work),
    ]);
    await settled();
    expect(log).toEqual(['one begins']);
    one.end();
    await settled();
    expect(log).toEqual(['one begins', 'two begins']);
    two.end();
    await settled();
    three.end();
    expect(await answers).toEqual(['one', 'two', 'three']);
  });

  it('goes on after work that failed', async () => {
    const [inOrder, log] = [createInOrder(), [] as string[]];
    const make = createWork(log);
    const [one, two] = [make('one'), make('two')];
    const failed = expect(inOrder(['a'], one.work)).rejects.toThrow('disk');
    const answer = inOrder(['a'], two.work);
    await settled();
    one.end(new Error('disk'));
    await failed;
    await settled();
    two.end();
    expect(await answer).toBe('two');
  });

  it('does not wait for work on others, nor for itself', async () => {
    const [inOrder, log] = [createInOrder(), [] as string[]];
    const make = createWork(log);
    void inOrder(['a', 'a'], make('a').work);
    void inOrder(['b'], make('b').work);
    void inOrder([], make('none').work);
    await settled();
    expect(log.sort()).toEqual(['a begins', 'b begins', 'none begins']);
  });
});
