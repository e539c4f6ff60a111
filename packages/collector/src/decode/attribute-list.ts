import type { Attributes, AttributeValue } from './span.ts';

/** So many are looked through about as fast as a hash table is asked, and kept at a third of its price. */
const appendedMax = 32;

/** The wanted attributes of one span, record or resource: few, read once or twice each, and soon forgotten. */
export class AttributeList implements Attributes {
  readonly #keys: string[] = [];
  readonly #values: AttributeValue[] = [];
  /** Bit by bit, which lengths of keys there are: most keys that are asked for are not there. */
  #lengths = 0;

  set(key: string, value: AttributeValue): void {
    const place = this.#keys.length < appendedMax ? -1 : this.#placeOf(key);
    if (place >= 0) {
      this.#values[place] = value;
      return;
    }
    this.#keys.push(key);
    this.#values.push(value);
    this.#lengths |= 1 << key.length;
  }

  get(key: string): AttributeValue | undefined {
    const place = this.#placeOf(key);
    return place < 0 ? undefined : this.#values[place];
  }

  has(key: string): boolean {
    return this.#placeOf(key) >= 0;
  }

  *[Symbol.iterator](): Generator<readonly [string, AttributeValue]> {
    const entries = new Map<string, AttributeValue>();
    for (const [place, key] of this.#keys.entries()) entries.set(key, this.#values[place] as AttributeValue);
    yield* entries;
  }

  /** From behind: of a key that is sent twice the last value counts. */
  #placeOf(key: string): number {
    if ((this.#lengths & (1 << key.length)) === 0) return -1;
    const keys = this.#keys;
    let place = keys.length - 1;
    while (place >= 0 && keys[place] !== key) place--;
    return place;
  }
}
