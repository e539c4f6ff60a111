/** An exact fraction. Doubles misfire at equality: a ratio of exactly 14.4 times the budget must not page. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export function ratio(numerator: bigint, denominator: bigint): Ratio {
  return { numerator, denominator };
}

/** A decimal as people write it, "14.4" or "99.95", exactly. Undefined for anything else. */
export function decimal(text: string): Ratio | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return undefined;
  const fraction = match[2] ?? '';
  return ratio(BigInt(`${match[1]}${fraction}`), 10n ** BigInt(fraction.length));
}

export function isLess(one: Ratio, other: Ratio): boolean {
  return one.numerator * other.denominator < other.numerator * one.denominator;
}

export function times(one: Ratio, other: Ratio): Ratio {
  return ratio(one.numerator * other.numerator, one.denominator * other.denominator);
}

export function toNumber({ numerator, denominator }: Ratio): number {
  return Number(numerator) / Number(denominator);
}
