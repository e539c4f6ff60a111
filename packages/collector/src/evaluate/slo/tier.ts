import { type Ratio, ratio } from './ratio.ts';

export type Severity = 'page' | 'ticket';
export type TierName = 'page-fast' | 'page-slow' | 'ticket-fast' | 'ticket-slow';

/** One multiwindow burn-rate condition of the SRE Workbook, chapter 5. */
export interface Tier {
  readonly name: TierName;
  readonly severity: Severity;
  readonly longSeconds: number;
  /** A twelfth of the long window: the condition ends soon after the burning does. */
  readonly shortSeconds: number;
  /** Burn rate that must be exceeded in both windows. */
  readonly factor: Ratio;
  /** Bad events the long window must hold: at low traffic one failure alone would exceed every factor. */
  readonly badMin: number;
}

interface TierRule {
  readonly name: TierName;
  readonly severity: Severity;
  readonly longSeconds: number;
  readonly shortSeconds: number;
  /** Share of the period's error budget that is gone when the tier fires, percent. */
  readonly budgetPercent: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const rules: readonly TierRule[] = [
  { name: 'page-fast', severity: 'page', longSeconds: hour, shortSeconds: 5 * minute, budgetPercent: 2 },
  { name: 'page-slow', severity: 'page', longSeconds: 6 * hour, shortSeconds: 30 * minute, budgetPercent: 5 },
  { name: 'ticket-fast', severity: 'ticket', longSeconds: day, shortSeconds: 2 * hour, budgetPercent: 10 },
  {
    name: 'ticket-slow',
    severity: 'ticket',
    longSeconds: 3 * day,
    shortSeconds: 6 * hour,
    budgetPercent: 10,
  },
];

/** With these a 99.9 % objective at 10 to 300 requests/h gives no false page a month; see docs/slo-and-incidents.md. */
const badMin: Readonly<Record<Severity, number>> = { page: 5, ticket: 3 };

/** The four tiers of an SLO period; factors follow from the period: F = budget share * period / long window. */
export function tiersFor(periodDays: number): readonly Tier[] {
  return rules.map((rule) => ({
    name: rule.name,
    severity: rule.severity,
    longSeconds: rule.longSeconds,
    shortSeconds: rule.shortSeconds,
    factor: atLeastOne(ratio(BigInt(rule.budgetPercent * periodDays * day), BigInt(100 * rule.longSeconds))),
    badMin: badMin[rule.severity],
  }));
}

/** Burning slower than the budget is spent evenly is no alert, whatever the period works out to. */
function atLeastOne(factor: Ratio): Ratio {
  return factor.numerator < factor.denominator ? ratio(1n, 1n) : factor;
}

/** Every window that some tier looks at, seconds, shortest first. */
export function windowsOf(tiers: readonly Tier[]): readonly number[] {
  return [...new Set(tiers.flatMap((tier) => [tier.shortSeconds, tier.longSeconds]))].sort((a, b) => a - b);
}
