import type { SlosAnswer, SloView, TierView } from '@faultline/conventions';
import { toNumber } from '../../evaluate/slo/ratio.ts';
import { type Terms, termsOf } from '../../evaluate/slo/terms.ts';
import {
  isAlerting,
  type ServiceLevels,
  type SloInstance,
  type SloStatus,
  type TierStatus,
} from '../../model/slo.ts';

export const noServiceLevels: SlosAnswer = { untilMs: null, slos: [], omitted: 0 };

/** Service levels as people read them, worst first. */
export function sloViews({ statuses, untilMs, omitted }: ServiceLevels): SlosAnswer {
  if (untilMs === null) return noServiceLevels;
  return { untilMs, omitted, slos: [...statuses].sort(byTrouble).map((status) => viewOf(status, untilMs)) };
}

function byTrouble(one: SloStatus, other: SloStatus): number {
  return (
    urgency(other) - urgency(one) ||
    (one.budgetRemaining ?? 2) - (other.budgetRemaining ?? 2) ||
    (one.instance.id < other.instance.id ? -1 : 1)
  );
}

/** A page before a ticket before nothing. */
function urgency({ tiers }: SloStatus): number {
  const out = tiers.filter(({ state }) => isAlerting(state));
  return Math.max(0, ...out.map(({ severity }) => (severity === 'page' ? 2 : 1)));
}

function viewOf(status: SloStatus, atMs: number): SloView {
  const { instance, burnRates, period, budgetRemaining, secondsToExhaustion, tiers } = status;
  const { id, slo, provider, model, service, environment } = instance;
  const terms = termsOf(slo, atMs);
  return {
    ...{ id, slo: slo.name, scope: slo.scope, provider, model, service, environment },
    ...{ policy: slo.policy, targetPercent: slo.targetPercent, threshold: thresholdOf(instance) },
    period: {
      kind: slo.period.kind,
      lengthSeconds: terms.lengthSeconds,
      elapsedSeconds: terms.elapsedSeconds,
    },
    ...{ good: period.good, bad: period.bad, budgetRemaining, secondsToExhaustion },
    burnRates: burnRates.map(({ windowSeconds, counts, burnRate }) => ({
      ...{ windowSeconds, good: counts.good, bad: counts.bad, burnRate },
    })),
    tiers: tiers.map((tier) => tierOf(tier, terms)),
  };
}

function thresholdOf({ slo, threshold }: SloInstance): SloView['threshold'] {
  return threshold ? { ...threshold, isLearned: slo.threshold?.thresholdMs === 'learned' } : null;
}

/** Two conditions have no tier behind them: that most fails, and that the budget is gone. */
function tierOf({ tier, severity, burnRate, state }: TierStatus, terms: Terms): TierView {
  const rule = terms.tiers.find(({ name }) => name === tier);
  return {
    ...{ tier, severity },
    longSeconds: rule?.longSeconds ?? null,
    shortSeconds: rule?.shortSeconds ?? null,
    burnRateThreshold: rule ? toNumber(rule.factor) : null,
    burnRate,
    state: state.kind,
    sinceMs: 'sinceMs' in state ? state.sinceMs : null,
    endedMs: 'endedMs' in state ? state.endedMs : null,
  };
}
