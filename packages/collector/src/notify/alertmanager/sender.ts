import { addressBelow } from '../../model/address.ts';
import { type AlertSender, createAlertSender, type Delivery, postJson } from '../alert-sender.ts';
import { postableAlert } from './postable-alert.ts';

export interface AlertmanagerOptions {
  /** Base URLs of every Alertmanager: alerts are not gossiped, so each one gets all of them. */
  readonly urls: readonly string[];
  readonly fetch: typeof fetch;
  readonly onDelivery: (delivery: Delivery) => void;
}

/** Prometheus' sender conventions. */
export function createAlertmanagerSender({ urls, fetch, onDelivery }: AlertmanagerOptions): AlertSender {
  return createAlertSender({
    urls,
    // What Prometheus sends.
    batchMax: 64,
    resendMs: 60_000,
    post: (url, alerts, nowMs) =>
      postJson(
        fetch,
        addressBelow(url, '/api/v2/alerts'),
        JSON.stringify(alerts.map((alert) => postableAlert(alert, nowMs))),
      ),
    onDelivery,
  });
}
