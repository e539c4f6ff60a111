import { collectorMetric, type HealthState } from '@faultline/conventions';
import { Counter, Gauge, type Registry } from 'prom-client';
import { isOpen } from '../model/incident.ts';
import { isSilenced, type ReviewedIncident } from '../model/incident-review.ts';
import type { ServiceLevels } from '../model/slo.ts';
import { createSloMetrics } from './slo-metrics.ts';

/** What a metric tells of a verdict of the health feed. */
export interface MeasuredVerdict {
  readonly provider: string;
  readonly model: string | null;
  readonly region: string | null;
  readonly state: HealthState;
  readonly override: object | null;
}

export interface EvaluationMetrics {
  observe(evaluation: {
    readonly incidents: readonly ReviewedIncident[];
    readonly serviceLevels: ServiceLevels;
    readonly ingestDelayMs: number | null;
    readonly verdicts: readonly MeasuredVerdict[];
    readonly atMs: number;
  }): void;
  /** Nothing can be said about any vendor until the next evaluation. */
  failed(): void;
  delivered(receiver: 'alertmanager' | 'webhook', result: string, alerts: number): void;
  /** Whether it is this collector that tells of alerts. */
  speaks(isSpeaking: boolean): void;
}

/** What a Prometheus user alerts on: unknown is not healthy, so it is below ok. */
const stateValue: Readonly<Record<HealthState, number>> = {
  unknown: -1,
  ok: 0,
  recovering: 1,
  degraded: 1,
  down: 2,
};

/** The results of evaluation as gauges. A series that is gone is removed, so that its last value does not linger. */
export function createEvaluationMetrics(registry: Registry): EvaluationMetrics {
  const registers = [registry];
  const health = new Gauge({
    name: collectorMetric.vendorHealthState,
    help: 'Health of a model, from our own traffic or as an operator says: -1 unknown, 0 ok, 1 degraded or recovering, 2 down.',
    labelNames: ['provider', 'model'],
    registers,
  });
  const overridden = new Gauge({
    name: collectorMetric.vendorHealthOverride,
    help: '1 while an operator says how healthy it is; of a vendor as a whole without a model. Absent otherwise.',
    labelNames: ['provider', 'model'],
    registers,
  });
  const active = new Gauge({
    name: collectorMetric.incidentActive,
    help: 'Open incidents, without those that are muted or not the fault of the vendor.',
    labelNames: ['provider', 'class', 'state'],
    registers,
  });
  const evaluated = new Gauge({
    name: 'faultline_evaluation_timestamp_seconds',
    help: 'Clock of the last evaluation that succeeded.',
    registers,
  });
  const failures = new Counter({
    name: 'faultline_evaluation_failures_total',
    help: 'Evaluations that could not read the store.',
    registers,
  });
  const speaking = new Gauge({
    name: 'faultline_alerts_speaking',
    help: '1 if this collector tells Alertmanager; of several on one store one does.',
    registers,
  });
  const deliveries = new Counter({
    name: 'faultline_alerts_sent_total',
    help: 'Alerts sent to Alertmanagers and webhooks, by what became of them.',
    labelNames: ['receiver', 'result'],
    registers,
  });
  const delay = new Gauge({
    name: 'faultline_ingest_delay_p99_seconds',
    help: 'How long after its end a call comes here, of 99 in a hundred; absent while there are too few.',
    registers,
  });
  const observeSlos = createSloMetrics(registry);
  let detected: readonly HealthLabels[] = [];
  return {
    observe: ({ incidents, serviceLevels, ingestDelayMs, verdicts, atMs }) => {
      for (const metric of [health, overridden, active]) metric.reset();
      detected = observeHealth(verdicts, health, overridden);
      observeIncidents(incidents, active);
      observeSlos(serviceLevels);
      if (ingestDelayMs === null) delay.remove();
      else delay.set(ingestDelayMs / 1000);
      evaluated.set(atMs / 1000);
    },
    failed: () => {
      failures.inc();
      for (const labels of detected) health.set(labels, stateValue.unknown);
    },
    speaks: (isSpeaking) => speaking.set(isSpeaking ? 1 : 0),
    delivered: (receiver, result, alerts) => deliveries.inc({ receiver, result }, alerts),
  };
}

type HealthLabels = { readonly provider: string; readonly model: string };

/** Returns those that nobody but the detector speaks of, about which nothing is known once it fails. */
function observeHealth(
  verdicts: readonly MeasuredVerdict[],
  health: Gauge<'provider' | 'model'>,
  overridden: Gauge<'provider' | 'model'>,
): readonly HealthLabels[] {
  const whole = verdicts.filter(({ region }) => region === null);
  for (const { provider, model, override } of whole)
    if (override) overridden.set({ provider, model: model ?? '' }, 1);
  return whole.flatMap(({ provider, model, state, override }) => {
    if (model === null) return [];
    health.set({ provider, model }, stateValue[state]);
    return override ? [] : [{ provider, model }];
  });
}

function observeIncidents(
  incidents: readonly ReviewedIncident[],
  active: Gauge<'provider' | 'class' | 'state'>,
): void {
  const counting = incidents.filter((each) => isOpen(each.incident) && !isSilenced(each));
  for (const { incident } of counting) {
    const { provider, class: incidentClass, state } = incident;
    active.inc({ provider: provider ?? 'none', class: incidentClass, state });
  }
}
