/** One value for each object, made at first sight; gone with the object. */
export interface KeptBeside<Key extends object, Value> {
  get(key: Key): Value;
  clear(): void;
}

export function createKeptBeside<Key extends object, Value>(
  create: (key: Key) => Value,
): KeptBeside<Key, Value> {
  let values = new WeakMap<Key, Value>();
  return {
    get(key) {
      const known = values.get(key);
      if (known !== undefined) return known;
      const created = create(key);
      values.set(key, created);
      return created;
    },
    clear() {
      values = new WeakMap();
    },
  };
}
