import type { EventCounts } from '../../model/slo.ts';
import { badShare } from './burn-rate.ts';
import { type Ratio, toNumber } from './ratio.ts';

/** How the error budget of a period stands. */
export interface BudgetStatus {
  /** Share of good events; null without events, as are the shares below. */
  readonly sli: number | null;
  /** Bad events that the period may hold: budget * total. */
  readonly events: number;
  /** Share of the budget that is spent. */
  readonly consumed: number | null;
  /** 1 - consumed: negative once overspent, so that overspending stays visible. */
  readonly remaining: number | null;
}

export function budgetStatus(counts: EventCounts, budget: Ratio): BudgetStatus {
  const share = badShare(counts);
  const allowed = toNumber(budget);
  const consumed = share === null ? null : share / allowed;
  return {
    sli: share === null ? null : 1 - share,
    events: allowed * (counts.good + counts.bad),
    consumed,
    remaining: consumed === null ? null : 1 - consumed,
  };
}

/**
 * Until the budget is gone if it burns on as it does: remaining * period / burn. 0 when it is gone already; null when it
 * does not burn, or nobody knows.
 */
export function secondsToExhaustion(
  remaining: number | null,
  periodSeconds: number,
  burn: number | null,
): number | null {
  if (remaining === null) return null;
  if (remaining <= 0) return 0;
  return burn === null || burn === 0 ? null : (remaining * periodSeconds) / burn;
}

/** Minutes of a period that may be bad, for service levels that count time and not events. */
export function budgetMinutes(periodSeconds: number, budget: Ratio): number {
  return (toNumber(budget) * periodSeconds) / 60;
}
