interface Version<Item> {
  readonly version: number;
  readonly item: Item;
}

/**
 * The newest version of each thing that passed through this process: what the database does not show yet. Bounded: by the
 * time so many others have changed, the oldest has long been saved.
 */
export class NewestVersions<Item> {
  readonly #keyOf: (item: Item) => string;
  readonly #max: number;
  readonly #versions = new Map<string, Version<Item>>();

  constructor(keyOf: (item: Item) => string, max: number) {
    this.#keyOf = keyOf;
    this.#max = max;
  }

  add(version: number, item: Item): void {
    const key = this.#keyOf(item);
    if ((this.#versions.get(key)?.version ?? 0) > version) return;
    // In the order of their last change.
    this.#versions.delete(key);
    this.#versions.set(key, { version, item });
    const [oldest] = this.#versions.keys();
    if (this.#versions.size > this.#max && oldest !== undefined) this.#versions.delete(oldest);
  }

  /** Each once and in its newest version. */
  over(saved: readonly Version<Item>[]): readonly Item[] {
    const newest = new Map(saved.map((each) => [this.#keyOf(each.item), each]));
    for (const [key, each] of this.#versions) {
      if ((newest.get(key)?.version ?? 0) <= each.version) newest.set(key, each);
    }
    return [...newest.values()].map(({ item }) => item);
  }
}
