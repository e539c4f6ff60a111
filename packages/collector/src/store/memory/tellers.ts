import type { Call } from '../../model/call.ts';
import type { MeteredCalls } from '../../model/metered-calls.ts';
import { metricsSource } from '../../model/metrics-source.ts';
import type { SourceCount } from '../../model/source-count.ts';
import { targetOf } from '../../model/target.ts';
import { cellRange, minuteMs } from '../grid.ts';
import type { TimeRange } from '../store.ts';

export function sourcesOf(
  range: TimeRange,
  calls: readonly Call[],
  metered: readonly MeteredCalls[],
): readonly SourceCount[] {
  const minute = (atMs: number): number => Math.floor(atMs / minuteMs) * minuteMs;
  const minutes = cellRange(range, minuteMs);
  const told = calls
    .filter(({ endMs }) => endMs >= range.sinceMs && endMs < range.untilMs)
    .map((call) => ({ ...call, ...targetOf(call), calls: 1, lastEndMs: call.endMs }));
  const counted = metered
    .filter(({ endMs }) => endMs >= minutes.sinceMs && endMs < minutes.untilMs)
    .map((row) => ({
      ...row,
      ...{ source: metricsSource, vantage: 'client' as const },
      ...{ attempts: row.calls, lastEndMs: minute(row.endMs) },
    }));
  const counts = new Map<string, SourceCount>();
  for (const { service, environment, source, vantage, provider, model, ...row } of [...told, ...counted]) {
    const key = { service, environment, source, vantage, provider, model };
    const name = JSON.stringify(key);
    const before = counts.get(name);
    counts.set(name, {
      ...key,
      calls: (before?.calls ?? 0) + row.calls,
      attempts: (before?.attempts ?? 0) + row.attempts,
      lastEndMs: Math.max(before?.lastEndMs ?? 0, row.lastEndMs),
    });
  }
  return [...counts.values()]
    .filter(({ calls: number }) => number > 0)
    .sort((a, b) => b.calls - a.calls || (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** In the order in which the engine sorts them. */
function nameOf({ service, environment, source, vantage, provider, model }: SourceCount): string {
  return [service, environment, source, vantage, provider, model].join('\u0000');
}
