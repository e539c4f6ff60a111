import type { SliPolicyName } from '@faultline/conventions';

/** What an SLO is kept per. */
export type SloScope = 'provider' | 'model' | 'service';

/** A service level objective on calls. */
export interface Slo {
  readonly name: string;
  readonly scope: SloScope;
  readonly policy: SliPolicyName;
  /** Percent as a decimal string ("99.5"), so that no double ever stands between a count and its threshold. */
  readonly targetPercent: string;
  readonly periodDays: number;
}

/** Calls of one (provider, model, service, environment) by outcome inside one window. */
export interface WindowCounts {
  readonly windowSeconds: number;
  readonly provider: string;
  readonly model: string;
  readonly service: string;
  readonly environment: string;
  readonly outcome: string;
  readonly calls: number;
}

/** Good and bad events of one window; excluded ones are in neither. Always integers. */
export interface EventCounts {
  readonly good: number;
  readonly bad: number;
}

/** One SLO applied to one provider, model or service: the thing that burns, alerts and is shown. */
export interface SloInstance {
  /** Stable identity, also the `slo_id` label: "model-availability/anthropic/claude-opus-4-8/prod". */
  readonly id: string;
  readonly slo: Slo;
  /** Empty where the scope has none. */
  readonly provider: string;
  readonly model: string;
  readonly service: string;
  readonly environment: string;
}

export type Severity = 'page' | 'ticket';

/**
 * Where one tier of one SLO stands. `warming`: too little of the short window has been seen to begin an alert. `holding`:
 * the condition is over, and the alert is kept for a while, so that an outage that flaps is one. `no_data`: nobody calls
 * any more, so nothing tells whether it is over.
 */
export type TierState =
  | { readonly kind: 'warming' | 'inactive' }
  | { readonly kind: 'firing'; readonly sinceMs: number }
  | { readonly kind: 'holding' | 'no_data'; readonly sinceMs: number; readonly fromMs: number }
  | {
      readonly kind: 'resolved';
      readonly sinceMs: number;
      readonly endedMs: number;
      readonly reason: 'recovered' | 'no_data';
    };

/** An alert is out: it fires, or is kept for a while after that. */
export type AlertingState = Extract<TierState, { kind: 'firing' | 'holding' | 'no_data' }>;

export function isAlerting(state: TierState): state is AlertingState {
  return state.kind === 'firing' || state.kind === 'holding' || state.kind === 'no_data';
}

export interface TierStatus {
  readonly tier: string;
  readonly severity: Severity;
  /** In the tier's long window; null without events. */
  readonly burnRate: number | null;
  readonly state: TierState;
}

/** What is kept of a tier over a restart. */
export interface StoredTierState {
  readonly sloId: string;
  readonly tier: string;
  readonly state: TierState;
}

/** How one instance stands at one evaluation. */
export interface SloStatus {
  readonly instance: SloInstance;
  /** Shortest window first. */
  readonly burnRates: readonly WindowBurn[];
  readonly period: EventCounts;
  /** Share of the period's budget left; negative once overspent, null without events. */
  readonly budgetRemaining: number | null;
  readonly tiers: readonly TierStatus[];
}

export interface WindowBurn {
  readonly windowSeconds: number;
  readonly counts: EventCounts;
  /** Null without events. */
  readonly burnRate: number | null;
}
