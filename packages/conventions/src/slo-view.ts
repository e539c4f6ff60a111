import type { SliPolicyName } from './outcome.ts';

/** What an SLO is kept per. */
export const sloScopes = ['provider', 'model', 'service'] as const;
export type SloScope = (typeof sloScopes)[number];

/** What of a call may be held against a threshold. */
export const thresholdMeasures = ['duration', 'time_to_first_chunk'] as const;
export type ThresholdMeasure = (typeof thresholdMeasures)[number];

/** Service levels as they stand (`GET /api/v1/slos`). Evaluated once a minute. */
export interface SlosAnswer {
  /** The end of all windows, epoch milliseconds; null before the first evaluation. */
  readonly untilMs: number | null;
  /** Worst first: those with an alert out, then by budget. */
  readonly slos: readonly SloView[];
  /** Providers, models and services beyond `slo.instancesMax`, of which nothing is said. */
  readonly omitted: number;
}

/** One objective for one provider, model or service. */
export interface SloView {
  /** Stable: "model-availability/anthropic/claude-opus-4-8/prod". */
  readonly id: string;
  /** The objective's name. */
  readonly slo: string;
  readonly scope: SloScope;
  /** Empty where the scope has none. */
  readonly provider: string;
  readonly model: string;
  readonly service: string;
  readonly environment: string;
  readonly policy: SliPolicyName;
  /** Percent as a decimal string ("99.5"), exactly as it was written. */
  readonly targetPercent: string;
  /** With it, good calls that were slower are bad events. */
  readonly threshold: SloThresholdView | null;
  readonly period: SloPeriodView;
  /** Good and bad events of the period so far. */
  readonly good: number;
  readonly bad: number;
  /** Share of the period's budget that is left; negative once overspent, null without events. */
  readonly budgetRemaining: number | null;
  /** If it burns on as in the last hour; 0 when it is gone, null when it does not burn, or nobody knows. */
  readonly secondsToExhaustion: number | null;
  /** Shortest window first. */
  readonly burnRates: readonly WindowBurnView[];
  readonly tiers: readonly TierView[];
}

export interface SloThresholdView {
  readonly measure: ThresholdMeasure;
  readonly thresholdMs: number;
  /** By what was usual for the model at first. */
  readonly isLearned: boolean;
}

export interface SloPeriodView {
  readonly kind: 'rolling' | 'calendar';
  /** Of the whole period. */
  readonly lengthSeconds: number;
  /** What of it has passed: all of a rolling one. */
  readonly elapsedSeconds: number;
}

export interface WindowBurnView {
  readonly windowSeconds: number;
  readonly good: number;
  readonly bad: number;
  /** How many times faster than evenly the budget is spent; null without events. */
  readonly burnRate: number | null;
}

/** One condition under which somebody is told. */
export interface TierView {
  readonly tier: string;
  readonly severity: 'page' | 'ticket';
  /** Null for conditions that are about counts and not about windows. */
  readonly longSeconds: number | null;
  readonly shortSeconds: number | null;
  /** The burn rate that both windows must exceed. */
  readonly burnRateThreshold: number | null;
  /** In the long window; null without events. */
  readonly burnRate: number | null;
  readonly state: 'warming' | 'inactive' | 'firing' | 'holding' | 'no_data' | 'resolved';
  /** Since when the alert is, or was, out. */
  readonly sinceMs: number | null;
  /** When it ended; null while it has not. */
  readonly endedMs: number | null;
}
