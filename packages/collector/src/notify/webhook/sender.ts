import type { Alert } from '../../model/alert.ts';
import { type AlertSender, createAlertSender, type Delivery, postJson } from '../alert-sender.ts';

export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

export interface WebhookOptions {
  readonly webhooks: readonly Webhook[];
  readonly fetch: typeof fetch;
  /** HMAC-SHA256 of a text under a secret, in hexadecimal. */
  readonly sign: (secret: string, text: string) => string;
  readonly onDelivery: (delivery: Delivery) => void;
}

/** `t` is when it was sent, seconds since 1970; `v1` signs that second, a dot, and the body: a replay is old. */
export const signatureHeader = 'x-faultline-signature';

/**
 * Tells programs of each alert when it begins and when it ends, once each, and again until they take it. What is told
 * twice has the same `id`.
 */
export function createWebhookSender({ webhooks, fetch, sign, onDelivery }: WebhookOptions): AlertSender {
  const secrets = new Map(webhooks.map(({ url, secret }) => [url, secret]));
  return createAlertSender({
    urls: [...secrets.keys()],
    batchMax: 1,
    resendMs: Number.POSITIVE_INFINITY,
    post: (url, alerts, nowMs) => {
      const body = JSON.stringify(alerts.map(eventOf)[0]);
      const seconds = Math.floor(nowMs / 1000);
      const signature = `t=${seconds},v1=${sign(secrets.get(url) ?? '', `${seconds}.${body}`)}`;
      return postJson(fetch, url, body, { [signatureHeader]: signature });
    },
    onDelivery,
  });
}

function eventOf(alert: Alert): object {
  const { labels, annotations, startsAtMs, endsAtMs, generatorUrl } = alert;
  const type = endsAtMs === null ? 'alert.firing' : 'alert.resolved';
  const names = Object.entries(labels).sort(([a], [b]) => a.localeCompare(b));
  return {
    id: [type, startsAtMs, ...names.map(([name, value]) => `${name}=${value}`)].join(' '),
    type,
    labels,
    annotations,
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: endsAtMs === null ? null : new Date(endsAtMs).toISOString(),
    url: generatorUrl,
  };
}
