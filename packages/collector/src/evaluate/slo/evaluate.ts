import {
  addEvents,
  type EventCounts,
  noEvents,
  type Slo,
  type SloInstance,
  type SloStatus,
  type TierStatus,
  type WindowCounts,
} from '../../model/slo.ts';
import { burnRate, isBurning } from './burn-rate.ts';
import { seriesOf, thresholdsOf } from './call-series.ts';
import { budgetStatus } from './error-budget.ts';
import { withinLimit } from './instance-limit.ts';
import { type CountedInstance, countInstances } from './instances.ts';
import type { LearnedThresholds } from './learned-threshold.ts';
import { isMostlyFailing } from './low-volume.ts';
import { errorBudget } from './objective.ts';
import type { Ratio } from './ratio.ts';
import { spanAt } from './span.ts';
import { type Tier, tierOf, windowsOf } from './tier.ts';
import { stepTier, type TierSignal } from './tier-state.ts';
import { hasAlert, stateOf, type TierStates, tierKey } from './tier-states.ts';

const daySeconds = 86_400;

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
    ({ instance }) => hasAlert(before.states, instance.id, tierNames(instance.slo)),
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

function tierNames({ tiers }: Slo): readonly string[] {
  return [...tiers.map(({ name }) => name), lowVolume.name];
}

/** What is the same for all instances of an SLO. */
interface Terms {
  readonly budget: Ratio;
  readonly tiers: readonly Tier[];
  readonly windows: readonly number[];
  readonly elapsedSeconds: number;
}

function termsOf(slo: Slo, atMs: number): Terms {
  const { lengthSeconds, elapsedSeconds } = spanAt(slo.period, atMs);
  const tiers = slo.tiers.map((rule) => tierOf(rule, lengthSeconds));
  return { budget: errorBudget(slo.targetPercent), tiers, windows: windowsOf(tiers), elapsedSeconds };
}

function evaluateInstance(
  { instance, countsOf }: CountedInstance,
  { budget, tiers, windows, elapsedSeconds }: Terms,
  moment: Moment,
): SloStatus {
  const period = countsOf(elapsedSeconds);
  return {
    instance,
    burnRates: windows.map((windowSeconds) => ({
      windowSeconds,
      counts: countsOf(windowSeconds),
      burnRate: burnRate(countsOf(windowSeconds), budget),
    })),
    period,
    events: addEvents(moment.before.events.get(instance.id) ?? noEvents, countsOf(moment.freshSeconds)),
    budgetRemaining: budgetStatus(period, budget).remaining,
    tiers: [
      ...tiers.map((tier) => evaluateTier(instance, tier, countsOf, budget, moment)),
      evaluateLowVolume(instance, countsOf(daySeconds), budget, moment),
    ],
  };
}

function evaluateTier(
  instance: SloInstance,
  tier: Tier,
  countsOf: CountedInstance['countsOf'],
  budget: Ratio,
  moment: Moment,
): TierStatus {
  const [long, short] = [countsOf(tier.longSeconds), countsOf(tier.shortSeconds)];
  const signal = {
    isBurning: isBurning(tier, long, short, budget),
    hasData: short.good + short.bad > 0,
    observedShare: moment.observedSeconds / tier.shortSeconds,
  };
  return statusOf(instance, tier, burnRate(long, budget), signal, moment);
}

/** A day's few events say more than no tier would, however short they have been observed. */
const lowVolume = { name: 'ticket-mostly-failing', severity: 'ticket' } as const;

function evaluateLowVolume(
  instance: SloInstance,
  day: EventCounts,
  budget: Ratio,
  moment: Moment,
): TierStatus {
  const signal = { isBurning: isMostlyFailing(day), hasData: day.good + day.bad > 0, observedShare: 1 };
  return statusOf(instance, lowVolume, burnRate(day, budget), signal, moment);
}

function statusOf(
  instance: SloInstance,
  tier: Pick<Tier, 'name' | 'severity'>,
  burn: number | null,
  signal: TierSignal,
  { before, atMs }: Moment,
): TierStatus {
  const state = stepTier(stateOf(before.states, instance.id, tier.name), signal, atMs);
  return { tier: tier.name, severity: tier.severity, burnRate: burn, state };
}
