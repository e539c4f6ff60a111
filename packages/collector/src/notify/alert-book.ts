import type { Alert } from '../model/alert.ts';
import type { ExplainedIncident } from '../model/incident.ts';
import type { SloStatus } from '../model/slo.ts';
import { incidentAlert } from './incident-alert.ts';
import { sloAlerts } from './slo-alert.ts';

/** What fires now and what stopped firing lately, kept so that start times survive from tick to tick. */
export interface AlertBook {
  readonly alerts: readonly Alert[];
}

export const emptyAlertBook: AlertBook = { alerts: [] };

/** Alerts that ended are sent again for this long: a notifier that was down when they ended must still hear of it. */
export const resolvedRetentionMs: number = 15 * 60_000;

/** One tick's incidents and SLOs on top of the book so far. Pure; incidents (parents) come before SLOs (children). */
export function updateAlertBook(
  book: AlertBook,
  tick: {
    readonly incidents: readonly ExplainedIncident[];
    readonly slos: readonly SloStatus[];
    readonly nowMs: number;
    readonly publicUrl: string;
  },
): AlertBook {
  const before = new Map(book.alerts.map((alert) => [alertKey(alert.labels), alert]));
  const firing = new Map<string, Alert>();
  for (const { incident, sentence } of tick.incidents) {
    const alert = incidentAlert(incident, sentence, tick.publicUrl);
    if (alert) firing.set(alertKey(alert.labels), alert);
  }
  for (const alert of sloAlerts(tick.slos, tick.publicUrl)) firing.set(alertKey(alert.labels), alert);
  const ended = [...before]
    .filter(([key]) => !firing.has(key))
    .map(([, alert]) => (alert.endsAtMs === null ? { ...alert, endsAtMs: tick.nowMs } : alert));
  const kept = [...firing.values(), ...ended].filter(
    (alert) => alert.endsAtMs === null || tick.nowMs - alert.endsAtMs <= resolvedRetentionMs,
  );
  return { alerts: kept };
}

/** An alert is its labels. */
export function alertKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => a.localeCompare(b)));
}
