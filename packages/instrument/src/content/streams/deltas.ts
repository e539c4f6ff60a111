/** The pieces of a stream by the index that its events name, in the order in which each index came up. */
export interface Indexed<T> {
  at(index: unknown): T;
  readonly all: () => readonly T[];
}

export function createIndexed<T>(create: () => T): Indexed<T> {
  const pieces = new Map<unknown, T>();
  return {
    at(index) {
      const known = pieces.get(index);
      if (known !== undefined) return known;
      const created = create();
      pieces.set(index, created);
      return created;
    },
    all: () => [...pieces.values()],
  };
}

/** What a delta adds to a text; nothing where it holds none. */
export function textOf(delta: unknown): string {
  return typeof delta === 'string' ? delta : '';
}
