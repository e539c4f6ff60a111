import type { EventCounts } from '../../model/slo.ts';
import { type Ratio, toNumber } from './ratio.ts';
import type { Tier } from './tier.ts';

/**
 * How many times faster than evenly the budget is spent: (bad / total) / budget. Null without events: no data is a
 * state, not zero errors. For display and export; decisions use {@link exceeds}.
 */
export function burnRate(counts: EventCounts, budget: Ratio): number | null {
  const share = badShare(counts);
  return share === null ? null : share / toNumber(budget);
}

/** Bad events of all, by events and never by minutes: a quiet minute weighs what it holds. Null without events. */
export function badShare({ good, bad }: EventCounts): number | null {
  return good + bad === 0 ? null : bad / (good + bad);
}

/** Exactly `burn > factor`, strictly, in integers: bad * D > F * B * total. False without events. */
export function exceeds(counts: EventCounts, factor: Ratio, budget: Ratio): boolean {
  const bad = BigInt(counts.bad);
  const total = BigInt(counts.good) + bad;
  if (total === 0n) return false;
  return bad * factor.denominator * budget.denominator > factor.numerator * budget.numerator * total;
}

/** Both windows burn faster than the tier allows, and the long one holds enough events to mean it. */
export function isBurning(tier: Tier, long: EventCounts, short: EventCounts, budget: Ratio): boolean {
  return (
    long.bad >= tier.badMin &&
    long.good + long.bad >= tier.totalMin &&
    exceeds(long, tier.factor, budget) &&
    exceeds(short, tier.factor, budget)
  );
}
