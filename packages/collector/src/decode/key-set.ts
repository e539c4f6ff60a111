/**
 * A fixed set of attribute keys that is matched on undecoded bytes. Most of a GenAI span is prompts and answers;
 * leaving them undecoded is what makes reading fast, and content that nobody asked for never becomes a string.
 */
export class KeySet {
  readonly #keys: ReadonlySet<string>;
  readonly #byLength: (Candidate[] | undefined)[] = [];

  constructor(keys: Iterable<string>) {
    this.#keys = new Set(keys);
    for (const key of this.#keys) {
      const bytes = Buffer.from(key);
      const sameLength = this.#byLength[bytes.length] ?? [];
      sameLength.push({ key, bytes });
      this.#byLength[bytes.length] = sameLength;
    }
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** The key that stands in `bytes[start, end)`, if it is in the set. */
  match(bytes: Uint8Array, start: number, end: number): string | undefined {
    const candidates = this.#byLength[end - start];
    if (candidates === undefined) return undefined;
    for (const candidate of candidates) {
      if (endsEqual(candidate.bytes, bytes, end)) return candidate.key;
    }
    return undefined;
  }
}

interface Candidate {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** From the last byte backwards: attribute keys share their beginnings (`gen_ai.usage.`), not their ends. */
function endsEqual(expected: Uint8Array, bytes: Uint8Array, end: number): boolean {
  const start = end - expected.length;
  for (let index = expected.length - 1; index >= 0; index--) {
    if (expected[index] !== bytes[start + index]) return false;
  }
  return true;
}
