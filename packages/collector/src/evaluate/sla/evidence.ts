import { csv } from '../../model/csv.ts';
import type { VendorMinute } from '../../model/vendor-minute.ts';

const columns = ['minute_utc', 'region', 'requests', 'server_errors', 'rate_limited', 'timeouts', 'network'];

/** The minutes as RFC 4180 has them, each with its region: what the numbers of a report can be worked out from again. */
export function evidenceCsv(minutes: readonly VendorMinute[]): string {
  const sorted = [...minutes].sort((a, b) => a.startMs - b.startMs || (a.region < b.region ? -1 : 1));
  const lines = sorted.map(({ startMs, region, requests, serverErrors, rateLimited, timeouts, network }) => [
    new Date(startMs).toISOString(),
    region,
    ...[requests, serverErrors, rateLimited, timeouts, network],
  ]);
  return csv(columns, lines);
}
