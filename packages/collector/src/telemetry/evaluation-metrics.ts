import { collectorMetric, type HealthState, type Wall } from '@faultline/conventions';
import { Counter, Gauge, type Registry } from 'prom-client';
import { type Incident, isOpen } from '../model/incident.ts';
import type { ServiceLevels } from '../model/slo.ts';
import { createSloMetrics } from './slo-metrics.ts';

export interface EvaluationMetrics {
  observe(evaluation: {
    readonly incidents: readonly Incident[];
    readonly serviceLevels: ServiceLevels;
    readonly ingestDelayMs: number | null;
    readonly wall: Wall;
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
    help: 'Health of a model as seen from our own traffic: -1 unknown, 0 ok, 1 degraded or recovering, 2 down.',
    labelNames: ['provider', 'model'],
    registers,
  });
  const active = new Gauge({
    name: collectorMetric.incidentActive,
    help: 'Open incidents.',
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
  let healthSeries: readonly HealthLabels[] = [];
  return {
    observe: ({ incidents, serviceLevels, ingestDelayMs, wall, atMs }) => {
      for (const metric of [health, active]) metric.reset();
      healthSeries = observeHealth(wall, health);
      observeIncidents(incidents, active);
      observeSlos(serviceLevels);
      if (ingestDelayMs === null) delay.remove();
      else delay.set(ingestDelayMs / 1000);
      evaluated.set(atMs / 1000);
    },
    failed: () => {
      failures.inc();
      for (const labels of healthSeries) health.set(labels, stateValue.unknown);
    },
    speaks: (isSpeaking) => speaking.set(isSpeaking ? 1 : 0),
    delivered: (receiver, result, alerts) => deliveries.inc({ receiver, result }, alerts),
  };
}

type HealthLabels = { readonly provider: string; readonly model: string };

function observeHealth(wall: Wall, health: Gauge<'provider' | 'model'>): readonly HealthLabels[] {
  return wall.vendors.flatMap(({ provider, models }) =>
    models.map(({ model, state }) => {
      const labels = { provider, model };
      health.set(labels, stateValue[state]);
      return labels;
    }),
  );
}

function observeIncidents(
  incidents: readonly Incident[],
  active: Gauge<'provider' | 'class' | 'state'>,
): void {
  for (const { provider, class: incidentClass, state } of incidents.filter(isOpen)) {
    active.inc({ provider: provider ?? 'none', class: incidentClass, state });
  }
}
