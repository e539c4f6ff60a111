import { bucketEdgesMs } from '../histogram.ts';

/** Days that rows stay. */
export interface Retention {
  readonly rawDays: number;
  readonly secondsDays: number;
  readonly minutesDays: number;
  readonly hoursDays: number;
  readonly daysDays: number;
}

export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Safe to run again: a crash between two statements runs all of them once more. */
  readonly statements: readonly string[];
}

/** Every table whose rows expire: the column that ages and how long it lasts. */
export function expiries(
  retention: Retention,
): Readonly<Record<string, readonly [column: string, days: number]>> {
  return {
    calls: ['toDateTime(end_time)', retention.rawDays],
    attempts: ['toDateTime(end_time)', retention.rawDays],
    attempts_2s: ['time', retention.secondsDays],
    attempts_1m: ['time', retention.minutesDays],
    attempts_1h: ['time', retention.hoursDays],
    calls_1m: ['time', retention.minutesDays],
    calls_1h: ['time', retention.hoursDays],
    calls_1d: ['time', retention.daysDays],
  };
}

/** All tables and views, in the order in which they came. A published migration never changes; a change is a new one. */
export function migrations(database: string, retention: Retention): readonly Migration[] {
  const db = database;
  const expire = (table: string): string => {
    const [column, days] = expiries(retention)[table] ?? [];
    return `TTL ${column} + INTERVAL ${days} DAY`;
  };
  return [
    {
      version: 1,
      name: 'calls, attempts and their rollups; incidents',
      statements: [
        createTable(db, 'calls', callColumns, 'MergeTree', {
          partition: 'toDate(end_time)',
          order: 'provider, model, toStartOfMinute(end_time), end_time',
          expire: expire('calls'),
        }),
        createTable(db, 'attempts', attemptColumns, 'MergeTree', {
          partition: 'toDate(end_time)',
          order: 'provider, region, model, toStartOfMinute(end_time), end_time',
          expire: expire('attempts'),
        }),
        // Read by time over all series, every 2 s: time comes first.
        createTable(db, 'attempts_2s', attemptRollupColumns, 'AggregatingMergeTree', {
          partition: 'toDate(time)',
          order: `time, ${attemptKey}`,
          expire: expire('attempts_2s'),
        }),
        createTable(db, 'attempts_1m', attemptRollupColumns, 'AggregatingMergeTree', {
          partition: 'toDate(time)',
          order: `time, ${attemptKey}`,
          expire: expire('attempts_1m'),
        }),
        createTable(db, 'attempts_1h', attemptRollupColumns, 'AggregatingMergeTree', {
          partition: 'toYYYYMM(time)',
          order: `provider, model, time, ${attemptKey}`,
          expire: expire('attempts_1h'),
        }),
        createTable(db, 'calls_1m', callRollupColumns, 'AggregatingMergeTree', {
          partition: 'toDate(time)',
          order: `provider, model, time, ${callKey}`,
          expire: expire('calls_1m'),
        }),
        createTable(db, 'calls_1h', callRollupColumns, 'AggregatingMergeTree', {
          partition: 'toYYYYMM(time)',
          order: `provider, model, time, ${callKey}`,
          expire: expire('calls_1h'),
        }),
        createTable(db, 'calls_1d', callRollupColumns, 'AggregatingMergeTree', {
          partition: 'toYear(time)',
          order: `provider, model, time, ${callKey}`,
          expire: expire('calls_1d'),
        }),
        attemptsView(db),
        rollupView(db, 'attempts_2s', 'attempts_1m', 'toStartOfMinute', attemptKey, attemptSums),
        rollupView(db, 'attempts_1m', 'attempts_1h', 'toStartOfHour', attemptKey, attemptSums),
        callsView(db),
        rollupView(db, 'calls_1m', 'calls_1h', 'toStartOfHour', callKey, callSums),
        rollupView(db, 'calls_1h', 'calls_1d', 'toStartOfDay', callKey, callSums),
        createTable(db, 'incidents', incidentColumns, 'ReplacingMergeTree(version)', { order: 'id' }),
        createTable(db, 'incident_events', incidentEventColumns, 'MergeTree', {
          partition: 'toYYYYMM(at)',
          order: 'incident_id, at',
        }),
      ],
    },
  ];
}

interface Layout {
  readonly order: string;
  readonly partition?: string;
  readonly expire?: string;
}

/** The one place where an engine is named. The deduplication window makes a repeated insert harmless on every tier. */
function createTable(db: string, table: string, columns: string, engine: string, layout: Layout): string {
  return [
    `CREATE TABLE IF NOT EXISTS ${db}.${table} (${columns}) ENGINE = ${engine}`,
    layout.partition ? `PARTITION BY ${layout.partition}` : '',
    `ORDER BY (${[...new Set(layout.order.split(', '))].join(', ')})`,
    layout.expire ?? '',
    `SETTINGS non_replicated_deduplication_window = 10000${layout.expire ? ', ttl_only_drop_parts = 1' : ''}`,
  ].join(' ');
}

const text = 'LowCardinality(String)';
const packed = 'CODEC(T64, ZSTD(1))';
const optionalUInt32 = `Nullable(UInt32) ${packed}`;

/** Ids come as hexadecimal text and are kept as bytes; they are random, so no codec helps. */
const originColumns = `
  trace_id_hex String EPHEMERAL,
  span_id_hex String EPHEMERAL,
  end_time DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  duration_ms UInt32 ${packed},
  provider ${text}, model ${text}, region ${text}, credential ${text}, service ${text}, environment ${text},
  outcome ${text}, error_type ${text},
  http_status Nullable(UInt16) ${packed},
  time_to_first_chunk_ms ${optionalUInt32},
  vendor_request_id String CODEC(ZSTD(1)),
  trace_id FixedString(16) DEFAULT ${bytes('trace_id_hex', 16)} CODEC(NONE),
  span_id FixedString(8) DEFAULT ${bytes('span_id_hex', 8)} CODEC(NONE),
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3) CODEC(Delta(8), ZSTD(1)),
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX ingested_at_range ingested_at TYPE minmax GRANULARITY 1`;

const callColumns = `${originColumns},
  operation ${text}, response_model ${text}, finish_reason ${text}, streaming Bool,
  attempts UInt16 ${packed},
  input_tokens ${optionalUInt32}, output_tokens ${optionalUInt32},
  cache_read_tokens ${optionalUInt32}, cache_write_tokens ${optionalUInt32}, reasoning_tokens ${optionalUInt32},
  source ${text}`;

const attemptColumns = `${originColumns},
  call_span_id_hex String EPHEMERAL,
  call_span_id FixedString(8) DEFAULT ${bytes('call_span_id_hex', 8)} CODEC(NONE),
  resend_count UInt16 ${packed},
  retry_after_ms ${optionalUInt32},
  fingerprint String CODEC(ZSTD(1)),
  repeat Bool`;

/** Cut to size, because an id that is too long must not make its whole batch fail. */
function bytes(column: string, length: number): string {
  return `toFixedString(substring(unhex(${column}), 1, ${length}), ${length})`;
}

const total = `SimpleAggregateFunction(sum, UInt64) ${packed}`;
const histogram = 'SimpleAggregateFunction(sumMap, Map(UInt32, UInt64)) CODEC(ZSTD(1))';
const histogramColumns = `duration_ms_sum ${total}, duration_ms ${histogram}, time_to_first_chunk_ms ${histogram}`;
const histogramSums = { duration_ms_sum: 'sum', duration_ms: 'sumMap', time_to_first_chunk_ms: 'sumMap' };
const timeColumn = "time DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))";

const attemptKey = 'provider, model, region, credential, service, outcome, repeat';
const attemptRollupColumns = `${timeColumn}, provider ${text}, model ${text}, region ${text}, credential ${text},
  service ${text}, outcome ${text}, repeat Bool, attempts ${total}, ${histogramColumns}`;
const attemptSums = { attempts: 'sum', ...histogramSums };

const callKey = 'provider, model, service, environment, operation, outcome';
const callRollupColumns = `${timeColumn}, provider ${text}, model ${text}, service ${text}, environment ${text},
  operation ${text}, outcome ${text}, calls ${total}, attempts ${total}, input_tokens ${total}, output_tokens ${total},
  ${histogramColumns}`;
const callSums = {
  calls: 'sum',
  attempts: 'sum',
  input_tokens: 'sum',
  output_tokens: 'sum',
  ...histogramSums,
};

const incidentColumns = `id String, version UInt64, state ${text}, class ${text}, kind ${text}, provider ${text},
  region ${text}, credential ${text}, confidence Float64, first_bad DateTime64(3, 'UTC'),
  suspected DateTime64(3, 'UTC'), confirmed Nullable(DateTime64(3, 'UTC')),
  recovering Nullable(DateTime64(3, 'UTC')), resolved Nullable(DateTime64(3, 'UTC')), body String CODEC(ZSTD(1))`;
const incidentEventColumns = `incident_id String, at DateTime64(3, 'UTC'), state ${text}, class ${text},
  sentence String CODEC(ZSTD(1)), body String CODEC(ZSTD(1))`;

/** The lower edge of the bucket that holds a duration, as a histogram of one. */
function histogramOf(column: string): string {
  return `map(toUInt32(roundDown(${column}, [${bucketEdgesMs.join(', ')}])), toUInt64(1))`;
}

const histogramsOfRow = `sum(r.duration_ms) AS duration_ms_sum,
  sumMap(${histogramOf('r.duration_ms')}) AS duration_ms,
  sumMapIf(${histogramOf('ifNull(r.time_to_first_chunk_ms, 0)')}, isNotNull(r.time_to_first_chunk_ms))
    AS time_to_first_chunk_ms`;

function attemptsView(db: string): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${db}.attempts_2s_mv TO ${db}.attempts_2s AS
    SELECT toDateTime(intDiv(toUnixTimestamp(r.end_time), 2) * 2, 'UTC') AS time, ${attemptKey},
      count() AS attempts, ${histogramsOfRow}
    FROM ${db}.attempts AS r GROUP BY time, ${attemptKey}`;
}

function callsView(db: string): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${db}.calls_1m_mv TO ${db}.calls_1m AS
    SELECT toStartOfMinute(toDateTime(r.end_time, 'UTC')) AS time, ${callKey},
      count() AS calls, sum(r.attempts) AS attempts, sum(ifNull(r.input_tokens, 0)) AS input_tokens,
      sum(ifNull(r.output_tokens, 0)) AS output_tokens, ${histogramsOfRow}
    FROM ${db}.calls AS r GROUP BY time, ${callKey}`;
}

/** Columns are qualified, because an alias of the same name would be summed again (error 184). */
function rollupView(
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
