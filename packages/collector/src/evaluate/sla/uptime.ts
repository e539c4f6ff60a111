import type { VendorMinute } from '../../model/vendor-minute.ts';
import { minuteMs } from './minute.ts';

export interface Period {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** How a vendor's agreement works out uptime, as a percentage. Null where it cannot be worked out. */
export type UptimeFormula = 'mean_of_5_minutes' | 'downtime_periods' | 'transactions';

export const uptimeBy: Readonly<
  Record<UptimeFormula, (minutes: readonly VendorMinute[], month: Period) => number | null>
> = {
  mean_of_5_minutes: meanOfIntervals,
  downtime_periods: withoutDowntime,
  transactions: shareOfTransactions,
};

const intervalMs = 5 * minuteMs;

/**
 * AWS: the mean over the 5-minute intervals of the month of the share of requests without an error. An interval without
 * requests counts as one without errors.
 */
function meanOfIntervals(minutes: readonly VendorMinute[], month: Period): number {
  const intervals = new Map<number, { requests: number; errors: number }>();
  for (const { startMs, requests, serverErrors } of minutes) {
    const start = Math.floor(startMs / intervalMs) * intervalMs;
    const interval = intervals.get(start) ?? { requests: 0, errors: 0 };
    intervals.set(start, interval);
    interval.requests += requests;
    interval.errors += serverErrors;
  }
  const count = Math.ceil((month.untilMs - month.sinceMs) / intervalMs);
  const lost = [...intervals.values()]
    .filter(({ requests }) => requests > 0)
    .reduce((sum, { requests, errors }) => sum + errors / requests, 0);
  return 100 * (1 - lost / count);
}

/** Google: minutes of the month outside of its downtime periods. */
function withoutDowntime(minutes: readonly VendorMinute[], month: Period): number {
  const lengthMs = month.untilMs - month.sinceMs;
  const downMs = lengthMsOf(downtimePeriods(minutes));
  return (100 * (lengthMs - downMs)) / lengthMs;
}

/** Azure: requests that did not fail, of all. Our own limits are no failure of theirs. */
function shareOfTransactions(minutes: readonly VendorMinute[]): number | null {
  const counted = minutes.reduce((sum, minute) => sum + answerable(minute), 0);
  const failed = minutes.reduce((sum, { serverErrors }) => sum + serverErrors, 0);
  return counted === 0 ? null : 100 * (1 - failed / counted);
}

/** More than so many of a minute's requests failed ... */
const downShare = 0.05;
/** ... for so many minutes in a row. */
const downMinutesMin = 5;

/**
 * Google's downtime periods: at least five consecutive minutes with more than 5 % of server errors among the requests
 * that were not rate limited. A minute without requests breaks a period off: nobody saw it.
 */
export function downtimePeriods(minutes: readonly VendorMinute[]): readonly Period[] {
  const periods: Period[] = [];
  for (const minute of minutes.filter(isDown)) {
    const last = periods.at(-1);
    const untilMs = minute.startMs + minuteMs;
    if (last?.untilMs === minute.startMs) periods[periods.length - 1] = { sinceMs: last.sinceMs, untilMs };
    else periods.push({ sinceMs: minute.startMs, untilMs });
  }
  return periods.filter(({ sinceMs, untilMs }) => untilMs - sinceMs >= downMinutesMin * minuteMs);
}

function isDown(minute: VendorMinute): boolean {
  const counted = answerable(minute);
  return counted > 0 && minute.serverErrors > downShare * counted;
}

/** Requests that reached the vendor and were within our limits. */
function answerable({ requests, rateLimited, network }: VendorMinute): number {
  return requests - rateLimited - network;
}

export function lengthMsOf(periods: readonly Period[]): number {
  return periods.reduce((sum, { sinceMs, untilMs }) => sum + untilMs - sinceMs, 0);
}
