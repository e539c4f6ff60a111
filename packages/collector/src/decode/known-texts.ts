/** Texts beyond this are seldom the same twice. */
const lengthMax = 40;
const slots = 4096;

/**
 * The same few models, hosts and words come with every span. A text that came lately is found by its bytes, which costs
 * a third of decoding it again, and is one string however often it comes. ASCII only; anything else is left to the
 * decoder.
 */
export class KnownTexts {
  readonly #texts: (string | undefined)[] = new Array(slots);

  /** The text of `bytes[start, end)` in UTF-8; what is invalid becomes U+FFFD. */
  read(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length > lengthMax) return bytes.toString('utf8', start, end);
    const slot = slotOf(bytes, start, end);
    const known = this.#texts[slot];
    if (known !== undefined && isTextOf(known, bytes, start, length)) return known;
    const text = bytes.toString('utf8', start, end);
    // Of another length in UTF-16, it has characters that are no ASCII.
    if (text.length === length) this.#texts[slot] = text;
    return text;
  }
}

/** FNV-1a, folded. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193);
  return (hash ^ (hash >>> 16)) & (slots - 1);
}

function isTextOf(text: string, bytes: Uint8Array, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index++) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
