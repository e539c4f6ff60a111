import { TupleParam } from '@clickhouse/client';
import type { SeriesCounts } from '@faultline/conventions';
import { percentilesOf } from '../../model/histogram.ts';
import type { SeriesQuestion } from '../../model/series-question.ts';
import { badOutcomes, goodOutcomes } from '../fold.ts';
import { cellRange, grainFor, requireMultiple, secondsMs } from '../grid.ts';
import { byModel } from '../order.ts';
import type { SeriesSource, TimeRange } from '../store.ts';
import type { Query } from './connection/link.ts';
import { attemptTables, bucketsOf, cell, lazily, list, stands, within } from './sql.ts';

/** What became of attempts: first who had most of them, then these step by step. */
export function createSeries(query: Query, database: string): SeriesSource {
  return {
    async series({ range, stepMs, modelsMax, filter }) {
      requireMultiple(stepMs, secondsMs);
      const source = { database, stepMs, filter, cells: cellRange(range, stepMs) };
      const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      const all = await query<CountsRow>(totalsSql(source), given);
      const busiest = [...all].sort((a, b) => b.attempts - a.attempts).slice(0, modelsMax);
      const models = busiest.map(({ provider, model }) => new TupleParam([provider, model]));
      const points =
        busiest.length === 0 ? [] : await query<PointRow>(pointsSql(source), { ...given, models });
      const series = busiest.map(({ provider, model, ...counts }) => ({
        provider,
        model,
        totals: countsOf(counts),
        points: points
          .filter((point) => point.provider === provider && point.model === model)
          .map(({ startMs, ...counted }) => ({ startMs, ...countsOf(counted) })),
      }));
      return { series: series.sort(byModel), omitted: all.length - busiest.length };
    },
  };
}

interface Source extends Pick<SeriesQuestion, 'stepMs' | 'filter'> {
  readonly database: string;
  readonly cells: TimeRange;
}

type Sums = Readonly<Record<string, number>>;

interface CountsRow extends Pick<SeriesCounts, 'attempts' | 'bad'> {
  readonly provider: string;
  readonly model: string;
  readonly outcomes: Sums;
  readonly durations: Sums;
  readonly firstChunks: Sums;
}

interface PointRow extends CountsRow {
  readonly startMs: number;
}

const endedWell = `r.outcome IN (${list(goodOutcomes)})`;
const counts = `sum(r.attempts) AS attempts, sumIf(r.attempts, r.outcome IN (${list(badOutcomes)})) AS bad,
  sumMapIf(map(toString(r.outcome), r.attempts), r.attempts > 0) AS outcomes,
  sumMapIf(r.duration_ms, ${endedWell}) AS durations, sumMapIf(r.time_to_first_chunk_ms, ${endedWell}) AS firstChunks`;

function totalsSql(source: Source): string {
  return `SELECT r.provider AS provider, r.model AS model, ${counts} FROM ${rowsOf(source)}
    GROUP BY provider, model HAVING attempts > 0 ORDER BY provider, model ${lazily}`;
}

function pointsSql(source: Source): string {
  return `SELECT r.provider AS provider, r.model AS model, ${cell(source.stepMs)} AS startMs, ${counts}
    FROM ${rowsOf(source)} AND (r.provider, r.model) IN {models:Array(Tuple(String, String))}
    GROUP BY provider, model, startMs HAVING attempts > 0 ORDER BY provider, model, startMs ${lazily}`;
}

function rowsOf({ database, stepMs, cells, filter }: Source): string {
  const names = ['provider', 'model', 'region', 'service'] as const;
  const filters = names.filter((name) => filter[name] !== undefined);
  return `${database}.${attemptTables[grainFor(stepMs)]} AS r
    WHERE ${within(cells)} AND ${stands(database, cells)}
      ${filters.map((name) => `AND r.${name} = {${name}:String}`).join(' ')}`;
}

function countsOf({
  attempts,
  bad,
  outcomes,
  durations,
  firstChunks,
}: Omit<CountsRow, 'provider' | 'model'>) {
  return {
    attempts,
    bad,
    outcomes,
    durationMs: percentilesOf(bucketsOf(durations)),
    timeToFirstChunkMs: percentilesOf(bucketsOf(firstChunks)),
  };
}
