/** Runs work that shares a key one after the other, in the order in which it came; other work goes on beside it. */
export type InOrder = <Result>(keys: Iterable<string>, work: () => Promise<Result>) => Promise<Result>;

export function createInOrder(): InOrder {
  /** For each key, the end of the work that came last. */
  const ends = new Map<string, Promise<void>>();
  return (keys, work) => {
    const own = new Set(keys);
    const earlier = new Set([...own].flatMap((key) => ends.get(key) ?? []));
    const result = Promise.all(earlier).then(work);
    const end = result.then(ignore, ignore).then(() => {
      for (const key of own) if (ends.get(key) === end) ends.delete(key);
    });
    for (const key of own) ends.set(key, end);
    return result;
  };
}

/** How it ends is told to who asked for the work; whoever waits behind it only needs to know when. */
const ignore = (): void => undefined;
