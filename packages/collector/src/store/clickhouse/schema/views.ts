import { bucketEdgesMs } from '../../../model/latency-buckets.ts';
import { attemptKey, callKey, callSumKey, supplementTypes, targetKey } from './columns.ts';
import { byTrace, distributedTable, localTable, onCluster, type Place } from './place.ts';

/** The lower edge of the bucket that holds a duration, as a histogram of one. */
function histogramOf(column: string): string {
  return `map(toUInt32(roundDown(${column}, [${bucketEdgesMs.join(', ')}])), toUInt64(1))`;
}

const histogramsOfRow = `sum(ifNull(r.duration_ms, 0)) AS duration_ms_sum,
  sumMapIf(${histogramOf('ifNull(r.duration_ms, 0)')}, isNotNull(r.duration_ms)) AS duration_ms,
  sumMapIf(${histogramOf('ifNull(r.time_to_first_chunk_ms, 0)')}, isNotNull(r.time_to_first_chunk_ms))
    AS time_to_first_chunk_ms`;

/** What single calls and attempts add up to, as opposed to what metrics counted. */
const ofSpans = (key: string): string => key.replace(/\bbasis$/, "'spans' AS basis");

/** Some sources tell only the model that answered: better a series of that name than one without. */
const modelOfCall = "if(r.model = '', r.response_model, r.model) AS model";
const ofCalls = (key: string): string => key.replace(/\bmodel\b/, modelOfCall);

export function attemptsView(place: Place): string {
  const select = `SELECT toDateTime(intDiv(toUnixTimestamp(r.end_time), 2) * 2, 'UTC') AS time, ${ofSpans(attemptKey)},
      count() AS attempts, ${histogramsOfRow}
    FROM ${localTable(place, 'attempts')} AS r GROUP BY time, ${attemptKey}`;
  return materialise(place, 'attempts_2s', select);
}

/** What a vendor or a gateway saw of a call would count it again. */
const seenByItsClient = "r.vantage = 'client'";

export function callsView(place: Place): string {
  const select = `SELECT toStartOfMinute(toDateTime(r.end_time, 'UTC')) AS time, ${ofCalls(ofSpans(callKey))},
      count() AS calls, sum(r.attempts) AS attempts, sum(ifNull(r.input_tokens, 0)) AS input_tokens,
      sum(ifNull(r.output_tokens, 0)) AS output_tokens, ${histogramsOfRow}
    FROM ${localTable(place, 'calls')} AS r WHERE ${seenByItsClient} GROUP BY time, ${callKey}`;
  return materialise(place, 'calls_1m', select);
}

/** How long the prompts were of calls that ended and tell it. */
export function promptsView(place: Place): string {
  const select = `SELECT toDateTime(intDiv(toUnixTimestamp(r.end_time), 2) * 2, 'UTC') AS time, ${ofCalls(callSumKey)},
      count() AS prompts, sum(ifNull(r.input_tokens, 0)) AS prompt_tokens
    FROM ${localTable(place, 'calls')} AS r
    WHERE ${seenByItsClient} AND isNotNull(r.input_tokens) GROUP BY time, ${callSumKey}`;
  return materialise(place, 'calls_2s', select);
}

/** Metrics may name the model that answered as the one that was asked for. */
const modelsOfCall =
  "arrayJoin(if(r.model = '' OR r.response_model IN ('', r.model), [if(r.model = '', r.response_model, r.model)], [r.model, r.response_model])) AS model";

export function targetsView(place: Place): string {
  const key = targetKey.replace('day', 'toDate(r.end_time) AS day').replace('model', modelsOfCall);
  const select = `SELECT ${key}
    FROM ${localTable(place, 'calls')} AS r WHERE ${seenByItsClient} GROUP BY ${targetKey}`;
  return materialise(place, 'reported_targets', select);
}

/** Of two token counts the smaller one leaves cached or reasoning tokens out. */
function completedBy(column: string, type: string): string {
  const [known, told] = [`c.${column}`, `s.${column}`];
  if (type === 'String') return `if(${known} = '', ifNull(${told}, ''), ${known})`;
  return column.endsWith('_tokens')
    ? `coalesce(if(${told} > ${known}, ${told}, ${known}), ${told})`
    : `coalesce(${known}, ${told})`;
}

/** Calls with what another signal told of them later. */
export function completeCallsView(place: Place): readonly string[] {
  const facts = Object.entries(supplementTypes);
  const completed = facts.map(([column, type]) => `${completedBy(column, type)} AS ${column}`);
  const newest = facts.map(([column]) => `anyLast(${column}) AS ${column}`);
  const select = `SELECT c.* REPLACE (${completed.join(', ')})
    FROM ${localTable(place, 'calls')} AS c LEFT JOIN (
      SELECT trace_id, span_id, ${newest.join(', ')} FROM ${localTable(place, 'call_supplements')} GROUP BY trace_id, span_id
    ) AS s ON c.trace_id = s.trace_id AND c.span_id = s.span_id`;
  // Both sides of the join lie in the shard of their trace, so that each shard joins its own.
  return [
    `CREATE VIEW IF NOT EXISTS ${localTable(place, 'calls_complete')}${onCluster(place)} AS ${select}`,
    ...distributedTable(place, 'calls_complete', byTrace),
  ];
}

/** Columns are qualified, because an alias of the same name would be summed again (error 184). */
export function rollupView(
  place: Place,
  from: string,
  to: string,
  round: string,
  key: string,
  sums: Readonly<Record<string, string>>,
): string {
  const values = Object.entries(sums).map(([column, sum]) => `${sum}(r.${column}) AS ${column}`);
  const select = `SELECT ${round}(r.time) AS time, ${key}, ${values.join(', ')}
    FROM ${localTable(place, from)} AS r GROUP BY time, ${key}`;
  return materialise(place, to, select);
}

/** From table to table within a shard: what a shard holds, it has added up itself. */
function materialise(place: Place, to: string, select: string): string {
  const name = `${place.database}.${to}_mv${onCluster(place)}`;
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${name} TO ${localTable(place, to)} AS ${select}`;
}
