/** Whether `20.20.2` is `20.19.0` or newer. */
export function satisfiesMinimum(version: string, minimum: string): boolean {
  const [a, b] = [partsOf(version), partsOf(minimum)];
  const at = [0, 1, 2].find((place) => a[place] !== b[place]);
  return at === undefined || (a[at] ?? 0) > (b[at] ?? 0);
}

function partsOf(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}
