import type { SliPolicyName, SloScope, ThresholdMeasure } from '@faultline/conventions';
import type { Histogram } from './histogram.ts';

/** A service level objective on calls. */
export interface Slo {
  readonly name: string;
  readonly scope: SloScope;
  readonly policy: SliPolicyName;
  /** Percent as a decimal string ("99.5"), so that no double ever stands between a count and its threshold. */
  readonly targetPercent: string;
  /** With it only calls that are good otherwise count: those that were faster are good, the others bad. */
  readonly threshold?: SloThreshold | undefined;
  readonly period: SloPeriod;
  /** Whose calls; everybody's when nothing is named. */
  readonly match: CallMatch;
  readonly tiers: readonly TierRule[];
}

/** On an edge of the histograms (latency-buckets.ts), where counts are exact. */
export interface LatencyThreshold {
  readonly measure: ThresholdMeasure;
  readonly thresholdMs: number;
}

/** `learned` is each model's own, by what was usual for it at first: only for SLOs that are kept per model. */
export interface SloThreshold {
  readonly measure: ThresholdMeasure;
  readonly thresholdMs: number | 'learned';
}

/** The setting that gives it, in our configuration and in OpenSLO documents. */
export const thresholdSettings: Readonly<Record<ThresholdMeasure, 'duration' | 'timeToFirstChunk'>> = {
  duration: 'duration',
  time_to_first_chunk: 'timeToFirstChunk',
};

/** How fast the good calls of a model were on the first full days (UTC) that had enough of them. */
export interface FirstDays {
  readonly provider: string;
  readonly model: string;
  readonly environment: string;
  /** Found so far; at most as many as were asked for. */
  readonly days: number;
  readonly histogram: Histogram;
}

/** What the budget is for: the last so many days, or a period of a calendar. */
export type SloPeriod =
  | { readonly kind: 'rolling'; readonly days: number }
  | ({ readonly kind: 'calendar' } & CalendarWindow);

/** Periods that follow the calendar of a place, as OpenSLO's `timeWindow.calendar` has them. */
export interface CalendarWindow {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  /** Units in a period; a quarter is three months. */
  readonly count: number;
  /** Where one of them begins, by the clock of the place: "2026-01-01T00:00:00". */
  readonly startLocal: string;
  /** IANA name. */
  readonly timeZone: string;
}

export type Severity = 'page' | 'ticket';

/** An alert tier as it is written down: its factor follows from the period. */
export interface TierRule {
  readonly name: string;
  readonly severity: Severity;
  readonly longSeconds: number;
  readonly shortSeconds: number;
  /** Share of the period's error budget that is gone when the tier fires, percent, a decimal string. */
  readonly budgetPercent: string;
  /** The factor is at least this, whatever the period works out to; a decimal string. */
  readonly factorMin?: string;
  readonly badMin?: number;
  readonly totalMin?: number;
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
  /** For each threshold that was asked for, calls that were faster and that were not; calls not measured are in neither. */
  readonly timed?: readonly EventCounts[];
}

/** Calls that do not count, such as those during maintenance. */
export interface ExcludedCalls {
  /** Half open, epoch milliseconds, on full minutes. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Whose; what is not named is meant whatever it is. */
  readonly match: CallMatch;
}

export type CallMatch = Readonly<
  Partial<Record<'provider' | 'model' | 'service' | 'environment', string | undefined>>
>;

export type CallKey = Pick<WindowCounts, 'provider' | 'model' | 'service' | 'environment'>;

export function isMatch(call: CallKey, match: CallMatch): boolean {
  return (
    (match.provider ?? call.provider) === call.provider &&
    (match.model ?? call.model) === call.model &&
    (match.service ?? call.service) === call.service &&
    (match.environment ?? call.environment) === call.environment
  );
}

/** Good and bad events of one window; excluded ones are in neither. Always integers. */
export interface EventCounts {
  readonly good: number;
  readonly bad: number;
}

export const noEvents: EventCounts = { good: 0, bad: 0 };

export function addEvents(one: EventCounts, other: EventCounts): EventCounts {
  return { good: one.good + other.good, bad: one.bad + other.bad };
}

/** One SLO applied to one provider, model or service: the thing that burns, alerts and is shown. */
export interface SloInstance {
  /** Stable identity, also the `slo_id` label: "model-availability/anthropic/claude-opus-4-8/prod". */
  readonly id: string;
  readonly slo: Slo;
  /** The one that its calls are held against: the SLO's, or what was learned for its model. */
  readonly threshold: LatencyThreshold | undefined;
  /** Empty where the scope has none. */
  readonly provider: string;
  readonly model: string;
  readonly service: string;
  readonly environment: string;
}

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
  /** Since this process began to count; only ever grows. */
  readonly events: EventCounts;
  /** Share of the period's budget left; negative once overspent, null without events. */
  readonly budgetRemaining: number | null;
  /** If it burns on as in the last hour; 0 when it is gone, null when it does not burn, or nobody knows. */
  readonly secondsToExhaustion: number | null;
  readonly tiers: readonly TierStatus[];
}

/** What one evaluation of all service levels found out. */
export interface ServiceLevels {
  readonly statuses: readonly SloStatus[];
  /** Providers, models and services beyond the limit, of which nothing is said. */
  readonly omitted: number;
  /** The end of all windows; null before the first evaluation. */
  readonly untilMs: number | null;
}

export interface WindowBurn {
  readonly windowSeconds: number;
  readonly counts: EventCounts;
  /** Null without events. */
  readonly burnRate: number | null;
}
