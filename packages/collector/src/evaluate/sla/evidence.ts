import type { VendorMinute } from '../../model/vendor-minute.ts';

const columns = ['minute_utc', 'region', 'requests', 'server_errors', 'rate_limited', 'timeouts', 'network'];

/** The minutes as RFC 4180 has them, each with its region: what the numbers of a report can be worked out from again. */
export function evidenceCsv(minutes: readonly VendorMinute[]): string {
  const sorted = [...minutes].sort((a, b) => a.startMs - b.startMs || (a.region < b.region ? -1 : 1));
  const lines = sorted.map(({ startMs, region, requests, serverErrors, rateLimited, timeouts, network }) => [
    new Date(startMs).toISOString(),
    quoted(region),
    ...[requests, serverErrors, rateLimited, timeouts, network],
  ]);
  return [columns, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** A spreadsheet must not take a name for a formula. */
function quoted(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
