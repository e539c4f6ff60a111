/**
 * A fixed set of attribute keys that is matched on undecoded bytes. Most of a GenAI span is prompts and answers;
 * leaving them undecoded is what makes reading fast, and content that nobody asked for never becomes a string.
 */
export class KeySet {
  readonly #keys: ReadonlySet<string>;
  readonly #bySlot: (Candidate[] | undefined)[] = new Array(slots);

  constructor(keys: Iterable<string>) {
    this.#keys = new Set(keys);
    for (const key of this.#keys) {
      const bytes = Buffer.from(key);
      const slot = slotOf(bytes, 0, bytes.length);
      const candidates = this.#bySlot[slot] ?? [];
      candidates.push({ key, bytes });
      this.#bySlot[slot] = candidates;
    }
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** The key that stands in `bytes[start, end)`, if it is in the set. */
  match(bytes: Uint8Array, start: number, end: number): string | undefined {
    const candidates = this.#bySlot[slotOf(bytes, start, end)];
    if (candidates === undefined) return undefined;
    for (const candidate of candidates) {
      if (isEqual(candidate.bytes, bytes, start, end)) return candidate.key;
    }
    return undefined;
  }
}

interface Candidate {
  readonly key: string;
  readonly bytes: Uint8Array;
}

const slots = 4096;

/** Attribute keys share their beginnings (`gen_ai.usage.`): length, middle and end tell nearly all of them apart. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length === 0) return 0;
  const middle = bytes[start + (length >> 1)] as number;
  const late = bytes[end - 1 - (length >> 2)] as number;
  const last = bytes[end - 1] as number;
  return (Math.imul(Math.imul(Math.imul(length, 31) + middle, 31) + late, 31) + last) & (slots - 1);
}

function isEqual(expected: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (expected.length !== end - start) return false;
  for (let index = expected.length - 1; index >= 0; index--) {
    if (expected[index] !== bytes[start + index]) return false;
  }
  return true;
}
