import { lastWord, wordBytes } from './words.ts';

/** Texts beyond this are seldom the same twice. */
const lengthMax = 40;
const wordsMax = lengthMax / wordBytes;
const slots = 4096;

/**
 * The same few models, hosts and words come with every span. A text that came lately is found by its bytes, which costs
 * a third of decoding it again, and is one string however often it comes. ASCII only; anything else is left to the
 * decoder.
 */
export class KnownTexts {
  readonly #texts: (string | undefined)[] = new Array(slots);
  /** What each of them looks like, so that none is compared letter by letter. */
  readonly #words = new Int32Array(slots * wordsMax);

  /** The text of `[start, end)` in UTF-8; what is invalid becomes U+FFFD. `view` is one of all of `bytes`. */
  read(bytes: Buffer, view: DataView, start: number, end: number): string {
    const length = end - start;
    if (length > lengthMax) return bytes.toString('utf8', start, end);
    const slot = slotOf(view, start, end);
    const known = this.#texts[slot];
    if (known !== undefined && known.length === length && this.#isAt(slot, view, start, end)) return known;
    const text = bytes.toString('utf8', start, end);
    // Of another length in UTF-16, it has characters that are no ASCII.
    if (text.length === length) this.#keep(slot, text, view, start, end);
    return text;
  }

  #isAt(slot: number, view: DataView, start: number, end: number): boolean {
    let word = slot * wordsMax;
    for (let at = start; at < end - wordBytes; at += wordBytes, word++) {
      if (view.getInt32(at, true) !== this.#words[word]) return false;
    }
    return lastWord(view, start, end) === this.#words[word];
  }

  #keep(slot: number, text: string, view: DataView, start: number, end: number): void {
    this.#texts[slot] = text;
    let word = slot * wordsMax;
    for (let at = start; at < end - wordBytes; at += wordBytes, word++)
      this.#words[word] = view.getInt32(at, true);
    this.#words[word] = lastWord(view, start, end);
  }
}

function slotOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end - wordBytes; at += wordBytes)
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
  hash = Math.imul(hash ^ lastWord(view, start, end), 0x85ebca6b);
  return (hash ^ (hash >>> 15)) >>> 20;
}
