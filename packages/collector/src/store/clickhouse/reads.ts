import { quantileMs } from '../../model/histogram.ts';
import type { Retention } from '../../model/retention.ts';
import type { EventCounts, FirstDays, LatencyThreshold } from '../../model/slo.ts';
import type { VendorMinute } from '../../model/vendor-minute.ts';
import { badOutcomes, foldWindows, goodOutcomes, type SliceCount } from '../fold.ts';
import { cellRange, dayMs, grainOf, hourMs, minuteMs, requireMultiple, secondsMs } from '../grid.ts';
import type { EvaluationSource, EvidenceSource, ModelTraffic, ShowSource, StripCell } from '../store.ts';
import { countedOutcomes, uncountedOutcomes } from '../vendor-minutes.ts';
import { type WindowPiece, windowPieces } from '../window-slices.ts';
import type { Query } from './connection/link.ts';
import { createFrameReads } from './frame-reads.ts';
import { attemptTables, bucketsOf, cell, lazily, list, quoted, stands, within } from './sql.ts';

export interface ReadOptions {
  readonly query: Query;
  readonly database: string;
  /** How long counts are kept: before that, windows begin at full hours, and traffic is read from coarser ones. */
  readonly retention: Retention;
  readonly now: () => number;
}

const callTables: Readonly<Record<number, string>> = {
  [minuteMs]: 'calls_1m',
  [hourMs]: 'calls_1h',
  [dayMs]: 'calls_1d',
};

const isBad = `r.outcome IN (${list(badOutcomes)})`;

/** Only numbers, names of our own and what is `quoted` get into these statements. */
export function createReads({
  query,
  database,
  retention,
  now,
}: ReadOptions): Omit<EvaluationSource, 'waitingSinceMs'> & EvidenceSource & ShowSource {
  return {
    ...createFrameReads(query, database),

    async windowCounts(untilMs, windowsSeconds, excluded = [], thresholds = []) {
      requireMultiple(untilMs, minuteMs);
      const windows = [...new Set(windowsSeconds)].sort((a, b) => a - b);
      for (const window of windows) requireMultiple(window * 1000, minuteMs);
      if (windows.length === 0) return [];
      // A day less than is kept: parts expire as a whole and a little late, but never early.
      const pieces = windowPieces(untilMs, windows, untilMs - (retention.minutesDays - 1) * dayMs, excluded);
      const parts = partsOf(pieces);
      const counts = await query<PartCount>(windowsSql(database, pieces, parts, thresholds));
      return foldWindows(
        windows,
        counts.map(({ part, faster, measured, ...count }) => ({
          ...count,
          ...(parts[part] as Part),
          timed: thresholds.map((_, index) => timedOf(faster[index] ?? 0, measured[index] ?? 0)),
        })),
        excluded,
      );
    },

    async firstDays({ measure, days, callsMin, untilMs }) {
      requireMultiple(untilMs, dayMs);
      const histogram = histogramColumns[measure];
      const past = { sinceMs: 0, untilMs };
      const models = await query<FirstDaysRow>(`
        SELECT provider, model, environment, count() AS days, sumMap(values) AS histogram
        FROM (
          SELECT r.time AS day, r.provider AS provider, r.model AS model, r.environment AS environment,
            sumMap(${histogram}) AS values
          FROM ${database}.calls_1d AS r
          WHERE ${within(past)} AND r.outcome IN (${list(goodOutcomes)}) AND ${stands(database, past)}
          GROUP BY day, provider, model, environment HAVING ${sumOf('values')} >= ${callsMin}
          ORDER BY provider, model, environment, day LIMIT ${days} BY provider, model, environment
        )
        GROUP BY provider, model, environment ORDER BY provider, model, environment ${lazily}`);
      return models.map(({ histogram: values, ...model }) => ({ ...model, histogram: bucketsOf(values) }));
    },

    async observedSinceMs() {
      const [oldest] = await query<{ readonly calls: number; readonly seconds: number }>(
        `SELECT count() AS calls, toUnixTimestamp(min(r.time)) AS seconds FROM ${database}.calls_1m AS r`,
      );
      return oldest && oldest.calls > 0 ? oldest.seconds * 1000 : null;
    },

    async vendorMinutes(provider, range) {
      requireMultiple(range.sinceMs, minuteMs);
      requireMultiple(range.untilMs, minuteMs);
      const counts = Object.entries(countedOutcomes).map(
        ([name, outcomes]) => `sumIf(r.attempts, r.outcome IN (${list(outcomes)})) AS ${name}`,
      );
      return query<VendorMinute>(`
        SELECT ${cell(minuteMs)} AS startMs, r.region AS region, sum(r.attempts) AS requests, ${counts.join(', ')}
        FROM ${database}.attempts_1m AS r
        WHERE ${within(range)} AND r.provider = ${quoted(provider)}
          AND r.attempts > 0 AND r.outcome NOT IN (${list(uncountedOutcomes)}) AND ${stands(database, range)}
        GROUP BY startMs, region ORDER BY startMs, region ${lazily}`);
    },

    async strip(range, cellMs) {
      requireMultiple(cellMs, secondsMs);
      const cells = cellRange(range, cellMs);
      const table = attemptTables[cellMs % minuteMs === 0 ? minuteMs : secondsMs];
      return query<StripCell>(`
        SELECT r.provider AS provider, r.model AS model, ${cell(cellMs)} AS startMs,
          sum(r.attempts) AS attempts, sumIf(r.attempts, ${isBad}) AS bad
        FROM ${database}.${table} AS r
        WHERE ${within(cells)} AND r.attempts > 0 AND ${stands(database, cells)}
        GROUP BY provider, model, startMs ORDER BY provider, model, startMs ${lazily}`);
    },

    async traffic(range) {
      const grainMs = grainOf(range, { retention, nowMs: now() });
      const cells = cellRange(range, grainMs);
      const rows = await query<TrafficRow>(`
        SELECT r.provider AS provider, r.model AS model,
          sum(r.attempts) AS attempts, sumIf(r.attempts, ${isBad}) AS bad,
          sumMap(r.time_to_first_chunk_ms) AS histogram
        FROM ${database}.${attemptTables[grainMs]} AS r
        WHERE ${within(cells)} AND ${stands(database, cells)}
        GROUP BY provider, model HAVING attempts > 0 ORDER BY provider, model ${lazily}`);
      return rows.map(trafficOf);
    },
  };
}

/** What pieces have in common that are added up together. */
type Part = Pick<WindowPiece, 'slice' | 'excludedBy'>;

interface PartCount extends Omit<SliceCount, keyof Part | 'timed'> {
  readonly part: number;
  /** For each threshold. */
  readonly faster: readonly number[];
  readonly measured: readonly number[];
}

function timedOf(faster: number, measured: number): EventCounts {
  return { good: faster, bad: measured - faster };
}

/** A histogram holds its values by the lower edge of their bucket. */
const histogramColumns = {
  duration: 'r.duration_ms',
  time_to_first_chunk: 'r.time_to_first_chunk_ms',
} as const satisfies Record<LatencyThreshold['measure'], string>;

const sumOf = (histogram: string): string => `arraySum(mapValues(${histogram}))`;

function partsOf(pieces: readonly WindowPiece[]): readonly Part[] {
  return [...new Map(pieces.map((piece) => [nameOf(piece), piece])).values()];
}

function nameOf({ slice, excludedBy }: Part): string {
  return [slice, ...excludedBy].join(' ');
}

function windowsSql(
  database: string,
  pieces: readonly WindowPiece[],
  parts: readonly Part[],
  thresholds: readonly LatencyThreshold[],
): string {
  const measured = thresholds.map(({ measure }) => sumOf(histogramColumns[measure]));
  const faster = thresholds.map(({ measure, thresholdMs }) =>
    sumOf(`mapFilter((edge, n) -> edge < ${Math.floor(thresholdMs)}, ${histogramColumns[measure]})`),
  );
  const sums = (name: string): string => (thresholds.length === 0 ? '[]' : `sumForEach(${name})`);
  const indices = new Map(parts.map((part, index) => [nameOf(part), index]));
  const selects = Object.entries(callTables).flatMap(([grain, table]) => {
    const own = pieces.filter(({ grainMs }) => grainMs === Number(grain));
    if (own.length === 0) return [];
    const range = {
      sinceMs: Math.min(...own.map(({ sinceMs }) => sinceMs)),
      untilMs: Math.max(...own.map(({ untilMs }) => untilMs)),
    };
    const part = own.map((piece) => `${within(piece)}, ${indices.get(nameOf(piece))}`).join(', ');
    return `SELECT multiIf(${part}, ${parts.length}) AS part, r.provider AS provider, r.model AS model,
        r.service AS service, r.environment AS environment, r.outcome AS outcome, r.calls AS n,
        [${faster.join(', ')}] AS faster_of, [${measured.join(', ')}] AS measured_of
      FROM ${database}.${table} AS r
      WHERE (${own.map((piece) => `(${within(piece)})`).join(' OR ')}) AND ${stands(database, range)}`;
  });
  return `SELECT part, provider, model, service, environment, outcome, sum(n) AS calls,
      ${sums('faster_of')} AS faster, ${sums('measured_of')} AS measured
    FROM (${selects.join(' UNION ALL ')}) GROUP BY part, provider, model, service, environment, outcome ${lazily}`;
}

interface FirstDaysRow extends Omit<FirstDays, 'histogram'> {
  readonly histogram: Readonly<Record<string, number>>;
}

interface TrafficRow extends Omit<ModelTraffic, 'timeToFirstChunkP95Ms'> {
  readonly histogram: Readonly<Record<string, number>>;
}

function trafficOf({ histogram, ...traffic }: TrafficRow): ModelTraffic {
  return { ...traffic, timeToFirstChunkP95Ms: quantileMs(bucketsOf(histogram), 0.95) };
}
