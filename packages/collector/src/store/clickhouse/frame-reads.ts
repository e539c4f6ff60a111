import { goodOutcomes } from '../fold.ts';
import { type CallSums, type FrameCount, foldFrames, type InFlightSum } from '../fold-frames.ts';
import { cellRange, requireMultiple, secondsMs } from '../grid.ts';
import { reportHoldMs } from '../in-flight-hold.ts';
import type { EvaluationSource, TimeRange } from '../store.ts';
import type { Query } from './connection/link.ts';
import { cell, lazily, list, stands, within } from './sql.ts';

/** Frames are read every two seconds: three small statements side by side, each over one rollup that begins with time. */
export function createFrameReads(query: Query, database: string): Pick<EvaluationSource, 'frames'> {
  return {
    async frames(range, widthMs) {
      requireMultiple(widthMs, secondsMs);
      const cells = cellRange(range, widthMs);
      const [ended, calls, inFlight] = await Promise.all([
        query<FrameCount>(endedSql(database, cells, widthMs)),
        query<CallSums>(callsSql(database, cells, widthMs)),
        query<InFlightSum>(inFlightSql(database, cells, widthMs)),
      ]);
      return foldFrames(range, widthMs, { ended, calls, inFlight });
    },
  };
}

const seriesOf = (row: string): string =>
  ['provider', 'model', 'region', 'credential'].map((column) => `${row}.${column} AS ${column}`).join(', ');
const seriesKey = 'provider, model, region, credential';

/** What metrics tell of durations is estimated, so it says nothing of how slow answers are. */
const isTimed = `r.basis = 'spans' AND r.outcome IN (${list(goodOutcomes)})`;

function endedSql(database: string, cells: TimeRange, widthMs: number): string {
  return `SELECT ${cell(widthMs)} AS startMs, ${seriesOf('r')}, r.outcome AS outcome, r.repeat AS repeat,
      sum(r.attempts) AS attempts, groupUniqArray(r.service) AS services,
      sumMapIf(r.time_to_first_chunk_ms, ${isTimed}) AS firstChunkMs, sumMapIf(r.duration_ms, ${isTimed}) AS durationMs
    FROM ${database}.attempts_2s AS r
    WHERE ${within(cells)} AND r.attempts > 0 AND ${stands(database, cells)}
    GROUP BY startMs, ${seriesKey}, outcome, repeat ${lazily}`;
}

function callsSql(database: string, cells: TimeRange, widthMs: number): string {
  return `SELECT ${cell(widthMs)} AS startMs, ${seriesOf('r')},
      sum(r.started) AS started, sum(r.prompts) AS prompts, sum(r.prompt_tokens) AS promptTokens
    FROM ${database}.calls_2s AS r WHERE ${within(cells)} GROUP BY startMs, ${seriesKey}`;
}

/**
 * For each frame the newest report of each process that stands at its end, as `framesOfReport` has it, added up. A
 * report that came twice is one, and the pieces of one report are of the same moment.
 */
function inFlightSql(database: string, cells: TimeRange, widthMs: number): string {
  const since = { ...cells, sinceMs: cells.sinceMs - reportHoldMs };
  const [own, end] = [cell(widthMs), `${cell(secondsMs)} + ${reportHoldMs}`];
  const frames = `range(toInt64(${own}), greatest(toInt64(${own}), toInt64(${end}) - ${widthMs}) + 1, ${widthMs})`;
  return `SELECT startMs, ${seriesOf('c')}, sumMapIf(map(c.age_seconds, c.calls), c.calls > 0) AS inFlight
    FROM (
      SELECT arrayJoin(${frames}) AS startMs, r.instance AS instance, max(r.reported_at) AS newest,
        groupUniqArray((r.reported_at, r.calls)) AS reports
      FROM ${database}.in_flight_2s AS r WHERE ${within(since)} GROUP BY startMs, instance
      HAVING startMs >= ${cells.sinceMs} AND startMs < ${cells.untilMs}
    )
    ARRAY JOIN arrayFlatten(arrayMap(report -> report.2, arrayFilter(report -> report.1 = newest, reports))) AS c
    GROUP BY startMs, ${seriesKey}`;
}
