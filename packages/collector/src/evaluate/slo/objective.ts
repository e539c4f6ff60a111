import { decimal, type Ratio, ratio } from './ratio.ts';

/**
 * The error budget of an objective, as a share of events: "99.5" (percent) gives 5/1000. The target is a decimal string
 * because 1 - 0.999 is 0.0009999999999999432 in doubles.
 *
 * @throws {RangeError} for anything but a decimal between 0 and 100, both left out.
 */
export function errorBudget(targetPercent: string): Ratio {
  const target = decimal(targetPercent);
  if (!target) throw new RangeError(`SLO target must be a percentage like "99.5", got "${targetPercent}"`);
  const { numerator, denominator } = target;
  const whole = 100n * denominator;
  if (numerator <= 0n || numerator >= whole) {
    throw new RangeError(`SLO target must lie between 0 and 100 percent, got "${targetPercent}"`);
  }
  return ratio(whole - numerator, whole);
}
