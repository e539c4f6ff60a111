export interface BoundedCache<Key, Value> {
  get(key: Key, compute: () => Value): Value;
}

/** Remembers at most `entriesMax` values, then starts over: no bookkeeping on a hit, and never a leak. */
export function createBoundedCache<Key, Value>(entriesMax: number): BoundedCache<Key, Value> {
  const entries = new Map<Key, Value>();
  return {
    get(key, compute) {
      const known = entries.get(key);
      if (known !== undefined) return known;
      const value = compute();
      if (entries.size >= entriesMax) entries.clear();
      entries.set(key, value);
      return value;
    },
  };
}
