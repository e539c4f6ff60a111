import {
  addEvents,
  type EventCounts,
  noEvents,
  type Slo,
  type SloStatus,
  type TierStatus,
  type WindowCounts,
} from '../../model/slo.ts';
import { burnRate } from './burn-rate.ts';
import { seriesOf, thresholdsOf } from './call-series.ts';
import { type Condition, conditionNames, conditionsOf, daySeconds } from './conditions.ts';
import { budgetStatus, secondsToExhaustion } from './error-budget.ts';
import { withinLimit } from './instance-limit.ts';
import { type CountedInstance, countInstances } from './instances.ts';
import type { LearnedThresholds } from './learned-threshold.ts';
import { spanAt } from './span.ts';
import { type Terms, termsOf } from './terms.ts';
import { stepTier } from './tier-state.ts';
import { hasAlert, stateOf, type TierStates, tierKey } from './tier-states.ts';

/** Windows, in seconds, that evaluating these SLOs at a moment needs counts for. */
export function windowsNeeded(slos: readonly Slo[], atMs: number, freshSeconds: number): readonly number[] {
  const windows = slos.flatMap(({ tiers, period }) => [
    ...tiers.flatMap(({ longSeconds, shortSeconds }) => [longSeconds, shortSeconds]),
    spanAt(period, atMs).elapsedSeconds,
  ]);
  return [...new Set([...windows, daySeconds, freshSeconds])]
    .filter((seconds) => seconds > 0)
    .sort((a, b) => a - b);
}

/** When service levels are evaluated, and what is known of before. */
export interface Moment {
  /** The end of all windows. */
  readonly atMs: number;
  /** How long there have been calls at all. */
  readonly observedSeconds: number;
  /** How long ago the last evaluation was: a window whose events are new. */
  readonly freshSeconds: number;
  readonly before: SloMemory;
  readonly learned: LearnedThresholds;
  readonly instancesMax: number;
}

/** What one evaluation hands to the next. */
export interface SloMemory {
  readonly states: TierStates;
  /** By the id of the instance. */
  readonly events: ReadonlyMap<string, EventCounts>;
}

export interface SloEvaluation {
  readonly statuses: readonly SloStatus[];
  /** Instances beyond the limit. */
  readonly omitted: number;
  readonly memory: SloMemory;
}

/**
 * Every SLO on every provider, model or service that had calls in its period. Pure: counts in, statuses out. They must
 * have been asked for with {@link windowsNeeded} and {@link thresholdsOf}.
 */
export function evaluateSlos(
  slos: readonly Slo[],
  counts: readonly WindowCounts[],
  moment: Moment,
): SloEvaluation {
  const series = seriesOf(counts);
  const { learned, atMs, before } = moment;
  const thresholds = { counted: thresholdsOf(slos, learned), learned };
  const { kept, omitted } = withinLimit(
    slos.flatMap((slo) => countInstances(slo, thresholds, series)),
    moment.instancesMax,
    windowsIn(counts),
    ({ instance }) => hasAlert(before.states, instance.id, conditionNames(instance.slo)),
  );
  const terms = new Map(slos.map((slo) => [slo, termsOf(slo, atMs)]));
  const statuses = kept.map((counted) =>
    evaluateInstance(counted, terms.get(counted.instance.slo) as Terms, moment),
  );
  const states = statuses.flatMap(({ instance, tiers }) =>
    tiers.map(({ tier, state }) => [tierKey(instance.id, tier), state] as const),
  );
  const events = statuses.map((status) => [status.instance.id, status.events] as const);
  return { statuses, omitted, memory: { states: new Map(states), events: new Map(events) } };
}

function windowsIn(counts: readonly WindowCounts[]): readonly number[] {
  return [...new Set(counts.map(({ windowSeconds }) => windowSeconds))].sort((a, b) => a - b);
}

function evaluateInstance({ instance, countsOf }: CountedInstance, terms: Terms, moment: Moment): SloStatus {
  const { budget, windows, elapsedSeconds, lengthSeconds } = terms;
  const period = countsOf(elapsedSeconds);
  const { remaining } = budgetStatus(period, budget);
  const recentBurn = burnRate(countsOf(recentOf(windows)), budget);
  return {
    instance,
    burnRates: windows.map((windowSeconds) => ({
      windowSeconds,
      counts: countsOf(windowSeconds),
      burnRate: burnRate(countsOf(windowSeconds), budget),
    })),
    period,
    events: addEvents(moment.before.events.get(instance.id) ?? noEvents, countsOf(moment.freshSeconds)),
    budgetRemaining: remaining,
    secondsToExhaustion: secondsToExhaustion(remaining, lengthSeconds, recentBurn),
    tiers: conditionsOf(terms, countsOf, moment.observedSeconds).map((condition) =>
      stepCondition(instance.id, condition, moment),
    ),
  };
}

const hourSeconds = 3_600;

/** The burning goes on as it did in the last hour; where no tier looks at an hour, in the window closest to one. */
function recentOf(windows: readonly number[]): number {
  const closer = (one: number, other: number): number =>
    Math.abs(other - hourSeconds) < Math.abs(one - hourSeconds) ? other : one;
  return windows.reduce(closer, windows[0] ?? hourSeconds);
}

function stepCondition(
  id: string,
  { tier, severity, burnRate: burn, signal }: Condition,
  { before, atMs }: Moment,
): TierStatus {
  const state = stepTier(stateOf(before.states, id, tier), signal, atMs);
  return { tier, severity, burnRate: burn, state };
}
