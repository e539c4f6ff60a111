import type { Alert } from '../model/alert.ts';
import { alertKey } from './alert-book.ts';

export interface AlertSenderOptions {
  /** Each one gets all alerts. */
  readonly urls: readonly string[];
  /** Alerts per request. */
  readonly batchMax: number;
  /** What is still so is told again after this long. */
  readonly resendMs: number;
  readonly post: (url: string, alerts: readonly Alert[], nowMs: number) => Promise<Answer>;
  readonly onDelivery: (delivery: Delivery) => void;
}

export interface Answer {
  readonly result: 'accepted' | 'refused' | 'unreachable';
  readonly detail: string;
}

/** What became of one POST. */
export interface Delivery extends Answer {
  readonly url: string;
  readonly alerts: number;
}

export interface AlertSender {
  /**
   * Sends what each receiver has not been told yet or has to be told again. Never throws. One that is still busy with the
   * last round is left out of this one: it must slow down neither the others nor whoever calls.
   */
  send(alerts: readonly Alert[], nowMs: number): Promise<void>;
}

const timeoutMs = 10_000;

/** When and in which shape one receiver last accepted an alert. */
interface Sent {
  readonly atMs: number;
  readonly shape: string;
}

/** The delivery state is kept per receiver: one that was down is told what it missed. */
export function createAlertSender(options: AlertSenderOptions): AlertSender {
  const { batchMax, resendMs } = options;
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
    const due = alerts.filter((alert) =>
      isDue(alert, delivered.get(alertKey(alert.labels)), nowMs, resendMs),
    );
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
    const answer = await options.post(url, batch, nowMs);
    options.onDelivery({ url, alerts: batch.length, ...answer });
    if (answer.result !== 'refused') return answer.result === 'accepted' ? batch : [];
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

function isDue(alert: Alert, last: Sent | undefined, nowMs: number, resendMs: number): boolean {
  if (!last) return true;
  // After a clock that was set back, too: what was promised may end before it has caught up.
  return last.shape !== shapeOf(alert) || Math.abs(nowMs - last.atMs) >= resendMs;
}

/** Firing, or ended when: a change of either is news that cannot wait for the next resend. */
function shapeOf(alert: Alert): string {
  return alert.endsAtMs === null ? 'firing' : `ended ${alert.endsAtMs}`;
}

function forget(delivered: Map<string, Sent>, alerts: readonly Alert[]): void {
  const present = new Set(alerts.map((alert) => alertKey(alert.labels)));
  for (const key of delivered.keys()) if (!present.has(key)) delivered.delete(key);
}

export async function postJson(
  fetchReceiver: typeof fetch,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  try {
    const response = await fetchReceiver(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const detail = (await response.text()).slice(0, 500);
    if (response.ok) return { result: 'accepted', detail };
    const refused = response.status >= 400 && response.status < 500 && response.status !== 429;
    return { result: refused ? 'refused' : 'unreachable', detail: `${response.status} ${detail}` };
  } catch (error) {
    return { result: 'unreachable', detail: whyUnreachable(error) };
  }
}

/** `fetch` says "fetch failed"; whether a name is unknown or nobody listens is in its cause. */
function whyUnreachable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : '';
  return cause === '' ? error.message : `${error.message}: ${cause}`;
}
