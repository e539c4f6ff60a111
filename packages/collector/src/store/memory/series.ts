import type { ModelSeries, Outcome, SeriesCounts } from '@faultline/conventions';
import { percentilesOf } from '../../model/histogram.ts';
import { bucketOf } from '../../model/latency-buckets.ts';
import type { SeriesQuestion } from '../../model/series-question.ts';
import { badOutcomes, goodOutcomes } from '../fold.ts';
import { cellRange, requireMultiple, secondsMs } from '../grid.ts';
import { byModel } from '../order.ts';
import type { SeriesOfModels, TimeRange } from '../store.ts';
import type { CountedAttempts } from './counted.ts';

export function seriesOf(
  ended: (range: TimeRange) => readonly CountedAttempts[],
  { range, stepMs, modelsMax, filter }: SeriesQuestion,
): SeriesOfModels {
  requireMultiple(stepMs, secondsMs);
  const named = Object.entries(filter).filter(([, value]) => value !== undefined);
  const asked = ended(cellRange(range, stepMs)).filter((row) =>
    named.every(([name, value]) => row[name as keyof typeof filter] === value),
  );
  const all = groupBy(asked, ({ provider, model }) => JSON.stringify([provider, model]))
    .map((rows) => modelSeries(rows, stepMs))
    .filter(({ totals }) => totals.attempts > 0)
    .sort(byModel)
    .sort((a, b) => b.totals.attempts - a.totals.attempts);
  const busiest = all.slice(0, modelsMax);
  return { series: busiest.sort(byModel), omitted: all.length - busiest.length };
}

function modelSeries(rows: readonly CountedAttempts[], stepMs: number): Omit<ModelSeries, 'displayName'> {
  const [{ provider, model }] = rows as [CountedAttempts];
  const startOf = ({ endMs }: CountedAttempts): number => Math.floor(endMs / stepMs) * stepMs;
  const points = groupBy(rows, (row) => String(startOf(row)))
    .map((step) => ({ startMs: startOf(step[0] as CountedAttempts), ...countsOf(step) }))
    .filter(({ attempts }) => attempts > 0);
  return {
    ...{ provider, model, totals: countsOf(rows) },
    points: points.sort((a, b) => a.startMs - b.startMs),
  };
}

function countsOf(rows: readonly CountedAttempts[]): SeriesCounts {
  const outcomes: Partial<Record<Outcome, number>> = {};
  const [durations, firstChunks] = [new Map<number, number>(), new Map<number, number>()];
  for (const { outcome, attempts, durationsMs, firstChunksMs } of rows) {
    if (attempts > 0) outcomes[outcome] = (outcomes[outcome] ?? 0) + attempts;
    if (!goodOutcomes.includes(outcome)) continue;
    addTo(durations, durationsMs);
    addTo(firstChunks, firstChunksMs);
  }
  const attemptsOf = (some: readonly Outcome[] | null): number =>
    rows
      .filter(({ outcome }) => some === null || some.includes(outcome))
      .reduce((total, { attempts }) => total + attempts, 0);
  return {
    attempts: attemptsOf(null),
    bad: attemptsOf(badOutcomes),
    outcomes,
    durationMs: percentilesOf(durations),
    timeToFirstChunkMs: percentilesOf(firstChunks),
  };
}

function addTo(histogram: Map<number, number>, valuesMs: ReadonlyMap<number, number>): void {
  for (const [valueMs, count] of valuesMs) {
    const bucket = bucketOf(valueMs);
    histogram.set(bucket, (histogram.get(bucket) ?? 0) + count);
  }
}

function groupBy<Row>(rows: readonly Row[], nameOf: (row: Row) => string): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(row);
  }
  return [...groups.values()];
}
