import type { EventCounts } from '../../model/slo.ts';
import { type Ratio, toNumber } from './ratio.ts';
import type { Tier } from './tier.ts';

/**
 * How many times faster than evenly the budget is spent: (bad / total) / budget. Null without events: no data is a
 * state, not zero errors. For display and export; decisions use {@link exceeds}.
 */
export function burnRate(counts: EventCounts, budget: Ratio): number | null {
  const total = counts.good + counts.bad;
  return total === 0 ? null : counts.bad / total / toNumber(budget);
}

/** Exactly `burn > factor`, strictly, in integers: bad * D > F * B * total. False without events. */
export function exceeds(counts: EventCounts, factor: Ratio, budget: Ratio): boolean {
  const bad = BigInt(counts.bad);
  const total = BigInt(counts.good) + bad;
  if (total === 0n) return false;
  return bad * factor.denominator * budget.denominator > factor.numerator * budget.numerator * total;
}

/** Both windows burn faster than the tier allows, and the long one holds enough bad events to mean it. */
export function isBurning(tier: Tier, long: EventCounts, short: EventCounts, budget: Ratio): boolean {
  return long.bad >= tier.badMin && exceeds(long, tier.factor, budget) && exceeds(short, tier.factor, budget);
}

/** Share of the period's error budget that is left. Negative once it is overspent; null without events. */
export function budgetRemaining(period: EventCounts, budget: Ratio): number | null {
  const burnt = burnRate(period, budget);
  return burnt === null ? null : 1 - burnt;
}
