import { isOutcome, sliPolicies } from '@faultline/conventions';
import type { EventCounts, Slo, SloInstance, SloStatus, WindowCounts } from '../../model/slo.ts';
import { burnRate, isBurning } from './burn-rate.ts';
import { budgetStatus } from './error-budget.ts';
import { errorBudget } from './objective.ts';
import { tiersFor, windowsOf } from './tier.ts';

/** Windows, in seconds, that evaluating these SLOs needs counts for. */
export function windowsNeeded(slos: readonly Slo[]): readonly number[] {
  const windows = slos.flatMap((slo) => [...windowsOf(tiersFor(slo.periodDays)), periodSeconds(slo)]);
  return [...new Set(windows)].sort((a, b) => a - b);
}

/** A tier keeps quiet until this share of its short window has been observed: a fresh start has no past to judge by. */
const observedShareMin = 0.8;

/**
 * Every SLO on every provider, model or service that had calls in its period. Pure: counts in, statuses out.
 * `observedSeconds` is how long there have been calls at all.
 */
export function evaluateSlos(
  slos: readonly Slo[],
  counts: readonly WindowCounts[],
  observedSeconds: number,
): readonly SloStatus[] {
  return slos.flatMap((slo) => {
    const byInstance = new Map<string, { instance: SloInstance; windows: Map<number, EventCounts> }>();
    for (const row of counts) {
      const instance = instanceOf(slo, row);
      const entry = byInstance.get(instance.id) ?? { instance, windows: new Map<number, EventCounts>() };
      byInstance.set(instance.id, entry);
      entry.windows.set(row.windowSeconds, addEvents(slo, entry.windows.get(row.windowSeconds), row));
    }
    return [...byInstance.values()]
      .map(({ instance, windows }) => evaluateInstance(instance, windows, observedSeconds))
      .sort((a, b) => a.instance.id.localeCompare(b.instance.id));
  });
}

function evaluateInstance(
  instance: SloInstance,
  windows: ReadonlyMap<number, EventCounts>,
  observedSeconds: number,
): SloStatus {
  const { slo } = instance;
  const budget = errorBudget(slo.targetPercent);
  const tiers = tiersFor(slo.periodDays);
  const countsOf = (seconds: number): EventCounts => windows.get(seconds) ?? { good: 0, bad: 0 };
  return {
    instance,
    burnRates: windowsOf(tiers).map((windowSeconds) => ({
      windowSeconds,
      counts: countsOf(windowSeconds),
      burnRate: burnRate(countsOf(windowSeconds), budget),
    })),
    period: countsOf(periodSeconds(slo)),
    budgetRemaining: budgetStatus(countsOf(periodSeconds(slo)), budget).remaining,
    burning: tiers
      .filter((tier) => observedSeconds >= observedShareMin * tier.shortSeconds)
      .filter((tier) => isBurning(tier, countsOf(tier.longSeconds), countsOf(tier.shortSeconds), budget))
      .map((tier) => ({
        tier: tier.name,
        severity: tier.severity,
        burnRate: burnRate(countsOf(tier.longSeconds), budget) ?? 0,
      })),
  };
}

function addEvents(slo: Slo, sum: EventCounts | undefined, row: WindowCounts): EventCounts {
  const { good, bad } = sum ?? { good: 0, bad: 0 };
  const judgement = isOutcome(row.outcome) ? sliPolicies[slo.policy][row.outcome] : 'excluded';
  if (judgement === 'good') return { good: good + row.calls, bad };
  return judgement === 'bad' ? { good, bad: bad + row.calls } : { good, bad };
}

function instanceOf(slo: Slo, row: WindowCounts): SloInstance {
  const provider = slo.scope === 'service' ? '' : row.provider;
  const model = slo.scope === 'model' ? row.model : '';
  const service = slo.scope === 'service' ? row.service : '';
  const scope = { provider: [provider], model: [provider, model], service: [service] }[slo.scope];
  const id = [slo.name, ...scope, row.environment].map((part) => part || 'none').join('/');
  return { id, slo, provider, model, service, environment: row.environment };
}

function periodSeconds(slo: Slo): number {
  return slo.periodDays * 24 * 3600;
}
