import type { Alert } from '../../model/alert.ts';

/** The body of `POST /api/v2/alerts`, one element. */
export interface PostableAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
}

/**
 * A firing alert is promised only for a while: if we fall silent, Alertmanager ends it by itself. Four resend periods,
 * as Prometheus' own sender does (`4 * max(interval, resend_delay)`).
 */
export const firingHorizonMs: number = 4 * 60_000;

export function postableAlert(alert: Alert, nowMs: number): PostableAlert {
  return {
    labels: alert.labels,
    annotations: alert.annotations,
    // Alertmanager refuses an end before the start ("start time must be before end time").
    startsAt: new Date(Math.min(alert.startsAtMs, alert.endsAtMs ?? nowMs)).toISOString(),
    endsAt: new Date(alert.endsAtMs ?? nowMs + firingHorizonMs).toISOString(),
    generatorURL: alert.generatorUrl,
  };
}
