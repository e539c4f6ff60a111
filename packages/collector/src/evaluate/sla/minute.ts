import type { VendorMinute } from '../../model/vendor-minute.ts';

export const minuteMs = 60_000;

/** Of all regions together, in order of time. */
export function sumByMinute(minutes: readonly VendorMinute[]): readonly VendorMinute[] {
  const byStart = new Map<number, VendorMinute>();
  for (const minute of minutes) byStart.set(minute.startMs, sumOf(byStart.get(minute.startMs), minute));
  return [...byStart.values()].sort((a, b) => a.startMs - b.startMs);
}

function sumOf(one: VendorMinute | undefined, other: VendorMinute): VendorMinute {
  return {
    startMs: other.startMs,
    region: '',
    requests: (one?.requests ?? 0) + other.requests,
    serverErrors: (one?.serverErrors ?? 0) + other.serverErrors,
    rateLimited: (one?.rateLimited ?? 0) + other.rateLimited,
    timeouts: (one?.timeouts ?? 0) + other.timeouts,
    network: (one?.network ?? 0) + other.network,
  };
}
