import type { Alert } from '../model/alert.ts';
import { type ReviewedIncident, silenceOf } from '../model/incident-review.ts';
import type { SloStatus } from '../model/slo.ts';
import { sloAlertName } from '../model/slo-alerts.ts';
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
    readonly incidents: readonly ReviewedIncident[];
    readonly slos: readonly SloStatus[];
    readonly nowMs: number;
    readonly publicUrl: string;
  },
): AlertBook {
  const before = new Map(book.alerts.map((alert) => [alertKey(alert.labels), alert]));
  const firing = new Map<string, Alert>();
  const silenced = new Map<string, string>();
  for (const { incident, sentence, review } of tick.incidents) {
    const alert = incidentAlert(incident, sentence, tick.publicUrl);
    if (!alert) continue;
    const key = alertKey(alert.labels);
    const silence = silenceOf(review);
    if (silence === null)
      firing.set(key, { ...alert, startsAtMs: startOf(alert, before.get(key), tick.nowMs) });
    else silenced.set(key, silence);
  }
  for (const alert of sloAlerts(tick.slos, tick.publicUrl, tick.nowMs))
    firing.set(alertKey(alert.labels), alert);
  const over = [...before]
    .filter(([key]) => !firing.has(key))
    .map(([key, alert]) => (alert.endsAtMs === null ? ended(alert, tick.nowMs, silenced.get(key)) : alert));
  const all = [...firing.values(), ...over];
  return {
    alerts: all.filter(
      (alert) =>
        silenced.has(alertKey(alert.labels)) ||
        tick.nowMs - toldUntilMs(alert, all, tick.nowMs) <= resolvedRetentionMs,
    ),
  };
}

/**
 * An alert that was told to be over and is not, because a fault came back or a maintenance ended, begins again: a program
 * that knows alerts by their start would take it for the old one and wake nobody.
 */
function startOf(alert: Alert, known: Alert | undefined, nowMs: number): number {
  if (known === undefined || known.startsAtMs < alert.startsAtMs) return alert.startsAtMs;
  return known.endsAtMs !== null && alert.endsAtMs === null ? nowMs : known.startsAtMs;
}

/** Whoever reads that it is over should not think that the vendor is well again when somebody only said to be quiet. */
function ended(alert: Alert, nowMs: number, because: string | undefined): Alert {
  const annotations = because === undefined ? {} : { ended_because: because };
  return { ...alert, annotations: { ...alert.annotations, ...annotations }, endsAtMs: nowMs };
}

/**
 * Until when somebody may still have to hear of an alert. While a vendor's incident silences an alert under it,
 * Alertmanager sends nobody its end, and forgets it soon (prometheus/alertmanager#2754): it is told until the incident is over.
 */
function toldUntilMs(alert: Alert, all: readonly Alert[], nowMs: number): number {
  if (alert.endsAtMs === null) return nowMs;
  const parents = all.filter((other) => other !== alert && isParent(other, alert));
  return Math.max(alert.endsAtMs, ...parents.map(({ endsAtMs }) => endsAtMs ?? nowMs));
}

const sloAlertNames: readonly string[] = Object.values(sloAlertName);

/** As the inhibition rules of the shipped Alertmanager configuration have it. */
function isParent({ labels }: Alert, child: Alert): boolean {
  return (
    labels.alertname === 'LLMProviderIncident' &&
    sloAlertNames.includes(child.labels.alertname ?? '') &&
    labels.provider === child.labels.provider
  );
}

/** An alert is its labels. */
export function alertKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => a.localeCompare(b)));
}
