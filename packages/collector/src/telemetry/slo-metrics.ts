import { collectorMetric } from '@faultline/conventions';
import { Counter, Gauge, type Registry } from 'prom-client';
import { isAlerting, type ServiceLevels, type SloStatus } from '../model/slo.ts';
import { type SloLabel, sloLabelNames, sloLabels } from '../model/slo-labels.ts';
import { windowName } from '../model/window-name.ts';

/** Service levels as metrics. Those that are gone are removed. */
export function createSloMetrics(registry: Registry): (levels: ServiceLevels) => void {
  const registers = [registry];
  const burn = new Gauge({
    name: collectorMetric.sloBurnRate,
    help: 'How many times faster than evenly the error budget is spent.',
    labelNames: ['slo_id', 'window'],
    registers,
  });
  const budget = new Gauge({
    name: collectorMetric.sloBudgetRemaining,
    help: 'Share of the error budget of the period that is left; negative once overspent.',
    labelNames: ['slo_id'],
    registers,
  });
  const exhaustion = new Gauge({
    name: collectorMetric.sloExhaustion,
    help: 'Until the error budget is gone if it burns on as in the last hour; 0 when it is, absent when it does not burn.',
    labelNames: ['slo_id'],
    registers,
  });
  const objective = new Gauge({
    name: collectorMetric.sloObjective,
    help: 'The objective, 0 to 1.',
    labelNames: ['slo_id'],
    registers,
  });
  const events = new Counter({
    name: collectorMetric.sloEvents,
    help: 'Calls that count for an SLO, good and bad, since the collector started; minute by minute.',
    labelNames: [...sloLabelNames, 'result'],
    registers,
  });
  const alerts = new Gauge({
    name: collectorMetric.sloAlert,
    help: '1 while the alert of a tier is out, 0 otherwise.',
    labelNames: [...sloLabelNames, 'severity', 'burn_tier'],
    registers,
  });
  const omitted = new Gauge({
    name: collectorMetric.sloOmitted,
    help: 'Providers, models and services beyond slo.instancesMax, which have no service level.',
    registers,
  });
  const evaluated = new Gauge({
    name: collectorMetric.sloEvaluated,
    help: 'The end of the windows of the last evaluation.',
    registers,
  });
  let observed: ServiceLevels | undefined;
  return (levels) => {
    // There are many, and new ones come once a minute; this is called every two seconds.
    if (levels === observed) return;
    observed = levels;
    omitted.set(levels.omitted);
    if (levels.untilMs !== null) evaluated.set(levels.untilMs / 1000);
    for (const metric of [burn, budget, exhaustion, objective, events, alerts]) metric.reset();
    for (const status of levels.statuses) {
      observeSlo(status, burn, budget, objective);
      if (status.secondsToExhaustion !== null)
        exhaustion.set({ slo_id: status.instance.id }, status.secondsToExhaustion);
      observeEvents(status, events, alerts);
    }
  };
}

function observeSlo(
  { instance, burnRates, budgetRemaining }: SloStatus,
  burn: Gauge<'slo_id' | 'window'>,
  budget: Gauge<'slo_id'>,
  objective: Gauge<'slo_id'>,
): void {
  const id = { slo_id: instance.id };
  objective.set(id, Number(instance.slo.targetPercent) / 100);
  if (budgetRemaining !== null) budget.set(id, budgetRemaining);
  for (const { windowSeconds, burnRate } of burnRates) {
    if (burnRate !== null) burn.set({ ...id, window: windowName(windowSeconds) }, burnRate);
  }
}

function observeEvents(
  { instance, events, tiers }: SloStatus,
  counter: Counter<SloLabel | 'result'>,
  alerts: Gauge<SloLabel | 'severity' | 'burn_tier'>,
): void {
  const identity = sloLabels(instance);
  // Both from the start: a counter that appears with its first bad event has no increase to see.
  counter.inc({ ...identity, result: 'good' }, events.good);
  counter.inc({ ...identity, result: 'bad' }, events.bad);
  for (const { tier, severity, state } of tiers)
    alerts.set({ ...identity, severity, burn_tier: tier }, isAlerting(state) ? 1 : 0);
}
