import type { Supplement } from '../../model/call.ts';
import type { RowFilter, RowQuestion } from '../../model/row-question.ts';
import {
  attemptView,
  callSummary,
  type StoredAttempt,
  type StoredCall,
  traceAttemptsMax,
  traceCallsMax,
  traceView,
} from '../call-view.ts';
import { pageOf } from '../page.ts';
import type { CallSource } from '../store.ts';
import type { Query } from './connection/link.ts';
import { supplementTypes } from './schema/columns.ts';
import { momentOf } from './sql.ts';

/** Single rows, found by when they ended: that is how their tables are partitioned. What others wrote goes in as parameters. */
export function createCalls(query: Query, database: string): CallSource {
  /** What other signals told of calls of these traces. */
  const toldOf = (traceIds: readonly string[]): Promise<readonly Supplement[]> =>
    traceIds.length === 0
      ? Promise.resolve([])
      : query<Supplement>(supplementsSql(database), { traceIds: [...new Set(traceIds)] });

  return {
    async calls(question) {
      const rows = await query<StoredCall>(
        pageSql(database, 'calls', callFields, question),
        parametersOf(question),
      );
      const page = pageOf(rows, question.limit);
      const told = await toldOf(page.rows.map(({ traceId }) => traceId));
      return { ...page, rows: page.rows.map((call) => callSummary(call, told)) };
    },

    async attempts(question) {
      const rows = await query<StoredAttempt>(
        pageSql(database, 'attempts', attemptFields, question),
        parametersOf(question),
      );
      const page = pageOf(rows, question.limit);
      return { ...page, rows: page.rows.map(attemptView) };
    },

    async trace(traceId) {
      const [calls, attempts, told] = await Promise.all([
        query<StoredCall>(traceSql(database, 'calls', callFields, traceCallsMax), { traceId }),
        query<StoredAttempt>(traceSql(database, 'attempts', attemptFields, traceAttemptsMax), { traceId }),
        toldOf([traceId]),
      ]);
      return traceView(
        traceId,
        calls.map((call) => callSummary(call, told)),
        attempts.map(attemptView),
      );
    },
  };
}

const ids = 'lower(hex(r.trace_id)) AS traceId, lower(hex(r.span_id)) AS spanId';

const endedFields = `${ids}, toUnixTimestamp64Milli(r.end_time) AS endMs, r.duration_ms AS durationMs,
  r.service AS service, r.environment AS environment, r.provider AS provider, r.model AS model, r.region AS region,
  r.credential AS credential, r.outcome AS outcome, r.error_type AS errorType, r.http_status AS httpStatus,
  r.time_to_first_chunk_ms AS timeToFirstChunkMs, r.vendor_request_id AS vendorRequestId`;

const toldFields = `r.response_model AS responseModel, r.response_id AS responseId, r.finish_reason AS finishReason,
  r.input_tokens AS inputTokens, r.output_tokens AS outputTokens, r.cache_read_tokens AS cacheReadTokens,
  r.cache_write_tokens AS cacheWriteTokens, r.reasoning_tokens AS reasoningTokens`;

const callFields = `${endedFields}, ${toldFields}, r.operation AS operation, r.streaming AS streaming,
  r.attempts AS attemptCount, r.source AS source, r.vantage AS vantage`;

const attemptFields = `${endedFields}, lower(hex(r.call_span_id)) AS callSpanId, r.resend_count AS resendCount,
  r.retry_after_ms AS retryAfterMs, r.fingerprint AS fingerprint, r.repeat AS repeat`;

const traceIs = (text: string): string => `toFixedString(unhex(${text}), 16)`;

type Table = 'calls' | 'attempts';

/** Newest first, and one more than wanted, which tells whether there are more. */
function pageSql(database: string, table: Table, fields: string, { after, filter }: RowQuestion): string {
  const conditions = [
    `r.end_time >= ${momentOf('since')} AND r.end_time < ${momentOf('until')}`,
    ...(after
      ? [
          `r.end_time <= ${momentOf('afterMs')} AND (r.end_time, r.trace_id, r.span_id) <
            (${momentOf('afterMs')}, ${traceIs('{afterTrace:String}')}, toFixedString(unhex({afterSpan:String}), 8))`,
        ]
      : []),
    ...conditionsOf(database, table, filter),
  ];
  return `SELECT ${fields} FROM ${database}.${table} AS r WHERE ${conditions.join(' AND ')}
    ORDER BY r.end_time DESC, r.trace_id DESC, r.span_id DESC LIMIT {limit:UInt32}`;
}

function conditionsOf(database: string, table: Table, filter: RowFilter): readonly string[] {
  const given = (name: keyof RowFilter, condition: string): readonly string[] =>
    filter[name] === undefined ? [] : [condition];
  return [
    ...given('provider', 'r.provider = {provider:String}'),
    ...given('model', table === 'calls' ? modelOfCall(database) : 'r.model = {model:String}'),
    ...given('service', 'r.service = {service:String}'),
    ...given('environment', 'r.environment = {environment:String}'),
    ...given('outcomes', 'r.outcome IN {outcomes:Array(String)}'),
    ...given('traceId', `r.trace_id = ${traceIs('{traceId:String}')}`),
    ...given(
      'vendorRequestId',
      table === 'calls' ? requestIdOfCall(database) : 'r.vendor_request_id = {vendorRequestId:String}',
    ),
  ];
}

/** Under the name that is counted; another signal may have told it. */
function modelOfCall(database: string): string {
  const told = toldBy(database, 's.model = {model:String} OR s.response_model = {model:String}');
  return `(r.model = {model:String} OR r.model = '' AND (r.response_model = {model:String} OR ${told}))`;
}

function requestIdOfCall(database: string): string {
  const told = toldBy(database, 's.vendor_request_id = {vendorRequestId:String}');
  return `(r.vendor_request_id = {vendorRequestId:String} OR r.vendor_request_id = '' AND ${told})`;
}

/** `GLOBAL`, because in a cluster both sides of the question lie on all shards. */
function toldBy(database: string, condition: string): string {
  return `(r.trace_id, r.span_id) GLOBAL IN (
    SELECT s.trace_id, s.span_id FROM ${database}.call_supplements AS s WHERE ${condition})`;
}

function parametersOf({ range, after, limit, filter }: RowQuestion): Readonly<Record<string, unknown>> {
  const place = after && { afterMs: after.endMs, afterTrace: after.traceId, afterSpan: after.spanId };
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return {
    since: Math.ceil(range.sinceMs),
    until: Math.ceil(range.untilMs),
    limit: limit + 1,
    ...place,
    ...Object.fromEntries(given),
  };
}

function traceSql(database: string, table: Table, fields: string, max: number): string {
  return `SELECT ${fields} FROM ${database}.${table} AS r WHERE r.trace_id = ${traceIs('{traceId:String}')}
    ORDER BY r.end_time, r.trace_id, r.span_id LIMIT ${max + 1}`;
}

/** Of each fact the newest that is known. `FINAL`, because rows that are not merged yet are read in any order. */
function supplementsSql(database: string): string {
  const facts = Object.entries(supplementTypes).map(([column, type]) => {
    const newest = `anyLast(r.${column})`;
    return `${type === 'String' ? `ifNull(${newest}, '')` : newest} AS ${fieldOf(column)}`;
  });
  return `SELECT ${ids}, toUnixTimestamp64Milli(max(r.end_time)) AS endMs, ${facts.join(', ')}
    FROM ${database}.call_supplements AS r FINAL
    WHERE r.trace_id GLOBAL IN (SELECT ${traceIs('arrayJoin({traceIds:Array(String)})')})
    GROUP BY r.trace_id, r.span_id`;
}

function fieldOf(column: string): string {
  return column.replace(/_[a-z]/g, ([, letter = '']) => letter.toUpperCase());
}
