import { clientMetric } from '@faultline/conventions';
import { Gauge, type Registry } from 'prom-client';
import { type SeriesLabels, seriesOf } from './client-totals.ts';
import type { InFlightCall } from './in-flight.ts';
import type { LlmTarget } from './llm-request.ts';

/** Counted when somebody asks: what is in flight is known anyway. */
export function showInFlight(registry: Registry, calls: () => Iterable<InFlightCall>): void {
  const registers = [registry];
  const labelNames = ['provider', 'model', 'operation'] as const;
  const seen = new Map<string, SeriesLabels>();
  const remember = (target: LlmTarget): SeriesLabels => {
    const series = seriesOf(target);
    const key = JSON.stringify(series);
    const known = seen.get(key) ?? series;
    seen.set(key, known);
    return known;
  };
  new Gauge({
    name: clientMetric.callsInFlight,
    help: 'Calls that have started and not ended.',
    labelNames,
    registers,
    collect() {
      // Series stay at 0 when their calls have ended; a gap would look like a scrape that failed.
      for (const series of seen.values()) this.set(series, 0);
      for (const { target } of calls()) if (target) this.inc(remember(target));
    },
  });
  new Gauge({
    name: clientMetric.callsInFlightSilence,
    help: 'Longest time that a call in flight has been without a sign of life from the vendor.',
    labelNames,
    registers,
    collect() {
      const longest = new Map<object, number>();
      for (const call of calls()) {
        const series = call.target && remember(call.target);
        if (series) longest.set(series, Math.max(longest.get(series) ?? 0, call.silentMs()));
      }
      for (const series of seen.values()) this.set(series, (longest.get(series) ?? 0) / 1000);
    },
  });
}
