/** UTF-16 units. Wide enough for every real value seen; a store column is no place for somebody's prompt. */
export const lengthMax = {
  provider: 100,
  model: 200,
  region: 100,
  credential: 100,
  service: 200,
  environment: 100,
  errorType: 200,
  operation: 100,
  finishReason: 100,
  vendorRequestId: 200,
  fingerprint: 100,
} as const;

type Bound = (typeof lengthMax)[keyof typeof lengthMax];

/** Cuts texts to their bounds and counts how many it had to cut. */
export class TextBounds {
  clipped = 0;

  /** `max`: one of {@link lengthMax}. */
  clip(max: Bound, text: string): string {
    if (text.length <= max) return text;
    this.clipped++;
    return bounded(text, max);
  }
}

/**
 * The beginning of a text that is longer, as a string of its own: V8 cuts by keeping the whole text and a place in it,
 * and whoever remembers the cut would remember all of it.
 */
export function bounded(text: string, max: number): string {
  if (text.length <= max) return text;
  // Half of a surrogate pair at the cut does not survive UTF-8.
  const cut = text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
  return Array.from(cut).join('');
}
