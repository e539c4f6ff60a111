/** An exact fraction. Doubles misfire at equality: a ratio of exactly 14.4 times the budget must not page. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export function ratio(numerator: bigint, denominator: bigint): Ratio {
  return { numerator, denominator };
}

/**
 * The error budget of an objective, as a share of events: "99.5" (percent) gives 5/1000. The target is a decimal string
 * because 1 - 0.999 is 0.0009999999999999432 in doubles.
 */
export function errorBudget(targetPercent: string): Ratio {
  const match = /^(\d{1,3})(?:\.(\d{1,9}))?$/.exec(targetPercent);
  if (!match) throw new RangeError(`SLO target must be a percentage like "99.5", got "${targetPercent}"`);
  const fraction = match[2] ?? '';
  const scale = 10n ** BigInt(fraction.length);
  const target = BigInt(`${match[1]}${fraction}`);
  const whole = 100n * scale;
  if (target <= 0n || target >= whole) {
    throw new RangeError(`SLO target must lie between 0 and 100 percent, got "${targetPercent}"`);
  }
  return ratio(whole - target, whole);
}

export function toNumber({ numerator, denominator }: Ratio): number {
  return Number(numerator) / Number(denominator);
}
