/** What to say about a key that does not exist: a silent typo in an alert policy is a page that never comes. */
export function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  const shown = key.slice(0, lengthMax).replaceAll(/\s/g, ' ');
  if (near !== undefined) return `unknown key \`${shown}\`; did you mean \`${near}\`?`;
  return `unknown key \`${shown}\`; expected one of ${known.map((name) => `\`${name}\``).join(', ')}`;
}

/** The word somebody most likely meant; undefined if none is close. Case, `_` and `-` do not count. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const plain = withoutStyle(word);
  // Longer ones are no typo of anything here, and the distance costs length times length.
  if (plain.length > lengthMax) return undefined;
  const distanceMax = Math.max(1, Math.floor(plain.length / 3));
  const ranked = words
    .map((candidate) => ({ candidate, bare: withoutStyle(candidate) }))
    .filter(({ bare }) => Math.abs(bare.length - plain.length) <= distanceMax)
    .map(({ candidate, bare }) => ({ candidate, distance: editDistance(plain, bare) }))
    .filter(({ distance }) => distance <= distanceMax)
    .sort((one, other) => one.distance - other.distance);
  return ranked[0]?.candidate;
}

const lengthMax = 64;

function withoutStyle(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function editDistance(one: string, other: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (isSame ? 0 : 1),
          isSwap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, other.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
