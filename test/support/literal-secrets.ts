/** Names under which a secret would stand. */
const telltale = /pass(word|wd)?|secret|token|credential|private|(^|_)key/i;
const reference = /^(\/run\/faultline\/|\$__file\{)/;
/** 16 random bytes in hexadecimal have 3.5 bits a character and more, in base64 above 4; words and paths are not mixed so. */
const entropyMin = 3.5;
const lengthMin = 20;

/** What looks like a secret that somebody has written down: by the name that it stands under, or because it looks random. */
export function literalSecrets(tree: unknown, place: readonly string[] = []): readonly string[] {
  if (typeof tree === 'object' && tree !== null)
    return Object.entries(tree).flatMap(([name, value]) => literalSecrets(value, [...place, name]));
  const text = String(tree ?? '');
  const name = place.findLast((part) => !/^\d+$/.test(part)) ?? '';
  const isNamed = telltale.test(name) && text !== '' && !reference.test(text) && !place.includes('volumes');
  return isNamed || randomLooking(text) ? [`${place.join('.')}: ${text.slice(0, 60)}`] : [];
}

function randomLooking(text: string): boolean {
  const pieces = text.match(/[A-Za-z0-9+=_-]+/g) ?? [];
  return pieces.some(
    (piece) =>
      piece.length >= lengthMin &&
      /\d/.test(piece) &&
      /[A-Za-z]/.test(piece) &&
      entropyOf(piece) >= entropyMin,
  );
}

/** Bits a character (Shannon). */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}
