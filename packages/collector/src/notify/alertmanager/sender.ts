import type { Alert } from '../../model/alert.ts';
import { alertKey } from '../alert-book.ts';
import { type PostableAlert, postableAlert } from './postable-alert.ts';

export interface AlertmanagerOptions {
  /** Base URLs of every Alertmanager: alerts are not gossiped, so each one gets all of them. */
  readonly urls: readonly string[];
  readonly fetch: typeof fetch;
  readonly onDelivery: (delivery: Delivery) => void;
}

/** What became of one POST. */
export interface Delivery {
  readonly url: string;
  readonly alerts: number;
  readonly result: 'accepted' | 'refused' | 'unreachable';
  readonly detail: string;
}

export interface AlertmanagerSender {
  /**
   * Sends what each Alertmanager has not been told yet or has to be told again. Never throws. One that is still busy
   * with the last round is left out of this one: it must slow down neither the others nor whoever calls.
   */
  send(alerts: readonly Alert[], nowMs: number): Promise<void>;
}

const resendMs = 60_000;
const timeoutMs = 10_000;
/** Alerts per POST: what Prometheus sends. */
const batchMax = 64;

/** When and in which shape one Alertmanager last accepted an alert. */
interface Sent {
  readonly atMs: number;
  readonly shape: string;
}

/** Prometheus' sender conventions, with the delivery state kept per Alertmanager. */
export function createAlertmanagerSender(options: AlertmanagerOptions): AlertmanagerSender {
  const sent = new Map<string, Map<string, Sent>>(options.urls.map((url) => [url, new Map()]));

  const busy = new Map<string, Promise<void>>();

  function sendUnlessBusy(url: string, alerts: readonly Alert[], nowMs: number): Promise<void> {
    if (busy.has(url)) return Promise.resolve();
    const round = sendTo(url, alerts, nowMs).finally(() => busy.delete(url));
    busy.set(url, round);
    return round;
  }

  async function sendTo(url: string, alerts: readonly Alert[], nowMs: number): Promise<void> {
    const delivered = sent.get(url) ?? new Map<string, Sent>();
    const due = alerts.filter((alert) => isDue(alert, delivered.get(alertKey(alert.labels)), nowMs));
    for (let start = 0; start < due.length; start += batchMax) {
      const batch = due.slice(start, start + batchMax);
      const taken = await deliver(url, batch, nowMs);
      for (const alert of taken)
        delivered.set(alertKey(alert.labels), { atMs: nowMs, shape: shapeOf(alert) });
      // Nobody there: the next batch would only wait for its own time-out.
      if (taken.length === 0) break;
    }
    forget(delivered, alerts);
  }

  /** Returns the alerts that need not be sent again soon: accepted, or refused for good. */
  async function deliver(url: string, batch: readonly Alert[], nowMs: number): Promise<readonly Alert[]> {
    const delivery = await post(
      options.fetch,
      url,
      batch.map((alert) => postableAlert(alert, nowMs)),
    );
    options.onDelivery(delivery);
    if (delivery.result !== 'refused') return delivery.result === 'accepted' ? batch : [];
    if (batch.length === 1) return batch;
    // One bad alert makes Alertmanager refuse the request; alone, only the bad one is refused.
    const alone = [];
    for (const alert of batch) alone.push(...(await deliver(url, [alert], nowMs)));
    return alone;
  }

  return {
    send: async (alerts, nowMs) => {
      await Promise.all(options.urls.map((url) => sendUnlessBusy(url, alerts, nowMs)));
    },
  };
}

function isDue(alert: Alert, last: Sent | undefined, nowMs: number): boolean {
  if (!last) return true;
  return last.shape !== shapeOf(alert) || nowMs - last.atMs >= resendMs;
}

/** Firing, or ended when: a change of either is news that cannot wait for the next resend. */
function shapeOf(alert: Alert): string {
  return alert.endsAtMs === null ? 'firing' : `ended ${alert.endsAtMs}`;
}

function forget(delivered: Map<string, Sent>, alerts: readonly Alert[]): void {
  const present = new Set(alerts.map((alert) => alertKey(alert.labels)));
  for (const key of delivered.keys()) if (!present.has(key)) delivered.delete(key);
}

async function post(
  fetchAlertmanager: typeof fetch,
  url: string,
  alerts: readonly PostableAlert[],
): Promise<Delivery> {
  const about = { url, alerts: alerts.length };
  try {
    const response = await fetchAlertmanager(`${url.replace(/\/+$/, '')}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const detail = (await response.text()).slice(0, 500);
    if (response.ok) return { ...about, result: 'accepted', detail };
    const refused = response.status >= 400 && response.status < 500 && response.status !== 429;
    return { ...about, result: refused ? 'refused' : 'unreachable', detail: `${response.status} ${detail}` };
  } catch (error) {
    return {
      ...about,
      result: 'unreachable',
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}
