import { lastWord, viewOf, wordBytes } from './words.ts';

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
      const view = viewOf(Buffer.from(key));
      const slot = slotOf(view, 0, view.byteLength);
      const candidates = this.#bySlot[slot] ?? [];
      candidates.push({ key, length: view.byteLength, view });
      this.#bySlot[slot] = candidates;
    }
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** The key that stands in `[start, end)` of the view, if it is in the set. */
  match(view: DataView, start: number, end: number): string | undefined {
    const candidates = this.#bySlot[slotOf(view, start, end)];
    if (candidates === undefined) return undefined;
    for (const candidate of candidates) {
      if (candidate.length === end - start && isEqual(candidate.view, view, start, end)) return candidate.key;
    }
    return undefined;
  }
}

interface Candidate {
  readonly key: string;
  readonly length: number;
  readonly view: DataView;
}

const slots = 4096;

/** Attribute keys share their beginnings (`gen_ai.usage.`): length, middle and end tell nearly all of them apart. */
function slotOf(view: DataView, start: number, end: number): number {
  const length = end - start;
  const middle = length < wordBytes ? 0 : view.getInt32(start + ((length - wordBytes) >> 1), true);
  const mixed = Math.imul(lastWord(view, start, end) ^ length, 0x9e3779b1);
  return Math.imul(mixed ^ middle, 0x85ebca6b) >>> 20;
}

function isEqual(expected: DataView, view: DataView, start: number, end: number): boolean {
  const length = end - start;
  if (lastWord(expected, 0, length) !== lastWord(view, start, end)) return false;
  for (let at = 0; at < length - wordBytes; at += wordBytes) {
    if (expected.getInt32(at, true) !== view.getInt32(start + at, true)) return false;
  }
  return true;
}
