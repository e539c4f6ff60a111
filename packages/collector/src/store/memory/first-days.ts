import { bucketOf } from '../../model/latency-buckets.ts';
import type { FirstDays } from '../../model/slo.ts';
import { goodOutcomes } from '../fold.ts';
import { dayMs } from '../grid.ts';
import type { FirstDaysQuestion } from '../store.ts';
import { type CountedCalls, measuredMs } from './counted.ts';

interface Day {
  readonly key: Pick<CountedCalls, 'provider' | 'model' | 'environment'>;
  readonly startMs: number;
  readonly histogram: Map<number, number>;
}

/** In the order of their names. */
export function firstDaysOf(
  calls: readonly CountedCalls[],
  { measure, days, callsMin, untilMs }: FirstDaysQuestion,
): readonly FirstDays[] {
  const enough = daysOf(calls, measure)
    .filter(({ startMs, histogram }) => startMs < untilMs && sum(histogram) >= callsMin)
    .sort((a, b) => a.startMs - b.startMs);
  const models = new Map(enough.map(({ key }) => [nameOf(key), key]));
  return [...models]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, key]) => {
      const first = enough.filter((day) => nameOf(day.key) === name).slice(0, days);
      const histogram = new Map<number, number>();
      for (const day of first) for (const [edge, count] of day.histogram) add(histogram, edge, count);
      return { ...key, days: first.length, histogram };
    });
}

function daysOf(calls: readonly CountedCalls[], measure: FirstDaysQuestion['measure']): readonly Day[] {
  const days = new Map<string, Day>();
  for (const call of calls) {
    if (!goodOutcomes.includes(call.outcome)) continue;
    const { provider, model, environment } = call;
    const startMs = Math.floor(call.endMs / dayMs) * dayMs;
    const name = `${startMs} ${nameOf(call)}`;
    const day = days.get(name) ?? { key: { provider, model, environment }, startMs, histogram: new Map() };
    days.set(name, day);
    for (const [valueMs, count] of measuredMs(call, measure)) add(day.histogram, bucketOf(valueMs), count);
  }
  return [...days.values()];
}

function nameOf({ provider, model, environment }: Day['key']): string {
  return [provider, model, environment].join('\n');
}

function add(histogram: Map<number, number>, edge: number, count: number): void {
  histogram.set(edge, (histogram.get(edge) ?? 0) + count);
}

function sum(histogram: ReadonlyMap<number, number>): number {
  return [...histogram.values()].reduce((total, count) => total + count, 0);
}
