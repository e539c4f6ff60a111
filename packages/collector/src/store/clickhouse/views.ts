import { bucketEdgesMs } from '../histogram.ts';
import { attemptKey, callKey, supplementTypes, targetKey } from './columns.ts';

/** The lower edge of the bucket that holds a duration, as a histogram of one. */
function histogramOf(column: string): string {
  return `map(toUInt32(roundDown(${column}, [${bucketEdgesMs.join(', ')}])), toUInt64(1))`;
}

const histogramsOfRow = `sum(r.duration_ms) AS duration_ms_sum,
  sumMap(${histogramOf('r.duration_ms')}) AS duration_ms,
  sumMapIf(${histogramOf('ifNull(r.time_to_first_chunk_ms, 0)')}, isNotNull(r.time_to_first_chunk_ms))
    AS time_to_first_chunk_ms`;

/** What single calls and attempts add up to, as opposed to what metrics counted. */
const ofSpans = (key: string): string => key.replace(/\bbasis$/, "'spans' AS basis");

/** Some sources tell only the model that answered: better a series of that name than one without. */
const modelOfCall = "if(r.model = '', r.response_model, r.model) AS model";
const ofCalls = (key: string): string => key.replace(/\bmodel\b/, modelOfCall);

export function attemptsView(db: string): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${db}.attempts_2s_mv TO ${db}.attempts_2s AS
    SELECT toDateTime(intDiv(toUnixTimestamp(r.end_time), 2) * 2, 'UTC') AS time, ${ofSpans(attemptKey)},
      count() AS attempts, ${histogramsOfRow}
    FROM ${db}.attempts AS r GROUP BY time, ${attemptKey}`;
}

/** What a vendor or a gateway saw of a call would count it again. */
const seenByItsClient = "r.vantage = 'client'";

export function callsView(db: string): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${db}.calls_1m_mv TO ${db}.calls_1m AS
    SELECT toStartOfMinute(toDateTime(r.end_time, 'UTC')) AS time, ${ofCalls(ofSpans(callKey))},
      count() AS calls, sum(r.attempts) AS attempts, sum(ifNull(r.input_tokens, 0)) AS input_tokens,
      sum(ifNull(r.output_tokens, 0)) AS output_tokens, ${histogramsOfRow}
    FROM ${db}.calls AS r WHERE ${seenByItsClient} GROUP BY time, ${callKey}`;
}

export function targetsView(db: string): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${db}.reported_targets_mv TO ${db}.reported_targets AS
    SELECT ${ofCalls(targetKey)}, max(toDateTime(r.end_time, 'UTC')) AS last_end
    FROM ${db}.calls AS r WHERE ${seenByItsClient} GROUP BY ${targetKey}`;
}

/** Calls with what another signal told of them later. */
export function completeCallsView(db: string): string {
  const facts = Object.entries(supplementTypes);
  const completed = facts.map(([column, type]) =>
    type === 'String'
      ? `if(c.${column} = '', ifNull(s.${column}, ''), c.${column}) AS ${column}`
      : `coalesce(c.${column}, s.${column}) AS ${column}`,
  );
  const newest = facts.map(([column]) => `anyLast(${column}) AS ${column}`);
  return `CREATE VIEW IF NOT EXISTS ${db}.calls_complete AS
    SELECT c.* REPLACE (${completed.join(', ')})
    FROM ${db}.calls AS c LEFT JOIN (
      SELECT trace_id, span_id, ${newest.join(', ')} FROM ${db}.call_supplements GROUP BY trace_id, span_id
    ) AS s ON c.trace_id = s.trace_id AND c.span_id = s.span_id`;
}

/** Columns are qualified, because an alias of the same name would be summed again (error 184). */
export function rollupView(
  db: string,
  from: string,
  to: string,
  round: string,
  key: string,
  sums: Readonly<Record<string, string>>,
): string {
  const values = Object.entries(sums).map(([column, sum]) => `${sum}(r.${column}) AS ${column}`);
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${db}.${to}_mv TO ${db}.${to} AS
    SELECT ${round}(r.time) AS time, ${key}, ${values.join(', ')}
    FROM ${db}.${from} AS r GROUP BY time, ${key}`;
}
