/** A bounded memory of items under keys, without a clock: when so many are young, those before them are forgotten. */
export class RecentLists<Item> {
  readonly #max: number;
  readonly #perKeyMax: number;
  #young = new Map<string, Item[]>();
  #youngItems = 0;
  #old: ReadonlyMap<string, readonly Item[]> = new Map();

  /** Of one key the newest `perKeyMax` of each generation are kept. */
  constructor(max: number, perKeyMax: number) {
    this.#max = max;
    this.#perKeyMax = perKeyMax;
  }

  /** Oldest first; undefined when there are none. */
  get(key: string): readonly Item[] | undefined {
    const [old, young] = [this.#old.get(key), this.#young.get(key)];
    return old && young ? [...old, ...young] : (young ?? old);
  }

  add(key: string, item: Item): void {
    if (this.#youngItems >= this.#max) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngItems = 0;
    }
    const items = this.#young.get(key);
    if (items === undefined) this.#young.set(key, [item]);
    else if (items.push(item) > this.#perKeyMax) items.shift();
    this.#youngItems++;
  }
}
