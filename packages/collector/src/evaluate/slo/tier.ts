import type { Severity, TierRule } from '../../model/slo.ts';
import { decimal, isLess, type Ratio, ratio, times, toNumber } from './ratio.ts';

/** One multiwindow burn-rate condition of the SRE Workbook, chapter 5. */
export interface Tier {
  readonly name: string;
  readonly severity: Severity;
  readonly longSeconds: number;
  /** Usually a twelfth of the long window: the condition ends soon after the burning does. */
  readonly shortSeconds: number;
  /** Burn rate that must be exceeded in both windows. */
  readonly factor: Ratio;
  /** Bad events the long window must hold: at low traffic one failure alone would exceed every factor. */
  readonly badMin: number;
  /** Events of any kind that it must hold. */
  readonly totalMin: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Burning slower than the budget is spent evenly is no alert: over 28 days the slow ticket's factor would be 0.93. */
const evenly = '1';

export const defaultTierRules: readonly TierRule[] = [
  { name: 'page-fast', severity: 'page', longSeconds: hour, shortSeconds: 5 * minute, budgetPercent: '2' },
  {
    name: 'page-slow',
    severity: 'page',
    longSeconds: 6 * hour,
    shortSeconds: 30 * minute,
    budgetPercent: '5',
  },
  {
    name: 'ticket-fast',
    severity: 'ticket',
    longSeconds: day,
    shortSeconds: 2 * hour,
    budgetPercent: '10',
    factorMin: evenly,
  },
  {
    name: 'ticket-slow',
    severity: 'ticket',
    longSeconds: 3 * day,
    shortSeconds: 6 * hour,
    budgetPercent: '10',
    factorMin: evenly,
  },
];

/** With these a 99.9 % objective at 10 to 300 requests/h gives no false page a month; see docs/slo-and-incidents.md. */
const badMinDefault: Readonly<Record<Severity, number>> = { page: 5, ticket: 3 };

/**
 * F = budget share * period / long window (SRE Workbook, chapter 5, for any period).
 *
 * @throws {RangeError} when a percentage or factor is no decimal.
 */
export function tierOf(rule: TierRule, periodSeconds: number): Tier {
  const share = times(exactly(rule.budgetPercent), ratio(1n, 100n));
  const factor = times(share, ratio(BigInt(periodSeconds), BigInt(rule.longSeconds)));
  const least = rule.factorMin === undefined ? undefined : exactly(rule.factorMin);
  return {
    name: rule.name,
    severity: rule.severity,
    longSeconds: rule.longSeconds,
    shortSeconds: rule.shortSeconds,
    factor: least && isLess(factor, least) ? least : factor,
    badMin: rule.badMin ?? badMinDefault[rule.severity],
    totalMin: rule.totalMin ?? 0,
  };
}

/** The four tiers of a period of so many days. */
export function tiersFor(periodDays: number): readonly Tier[] {
  return defaultTierRules.map((rule) => tierOf(rule, periodDays * day));
}

/** Nothing burns faster than 1 / budget, which is when everything fails: a tier that wants as much never fires. */
export function canFire({ factor }: Tier, budget: Ratio): boolean {
  return isLess(factor, ratio(budget.denominator, budget.numerator));
}

/** The objective, a share, above which the tier can fire: 1 - 1 / F; 0 when it always can. */
export function targetMinOf({ factor }: Tier): number {
  const { numerator, denominator } = factor;
  return numerator <= denominator ? 0 : toNumber(ratio(numerator - denominator, numerator));
}

/** It alerts on burning that the budget would bear. */
export function isBelowSustainable({ factor }: Tier): boolean {
  return isLess(factor, ratio(1n, 1n));
}

/** Every window that some tier looks at, seconds, shortest first. */
export function windowsOf(tiers: readonly Tier[]): readonly number[] {
  return [...new Set(tiers.flatMap((tier) => [tier.shortSeconds, tier.longSeconds]))].sort((a, b) => a - b);
}

function exactly(text: string): Ratio {
  const value = decimal(text);
  if (!value) throw new RangeError(`"${text}" is no decimal number`);
  return value;
}
