const text = 'LowCardinality(String)';
const packed = 'CODEC(T64, ZSTD(1))';
const optionalUInt32 = `Nullable(UInt32) ${packed}`;

/** Ids come as hexadecimal text and are kept as bytes; they are random, so no codec helps. */
const originColumns = `
  trace_id_hex String EPHEMERAL,
  span_id_hex String EPHEMERAL,
  end_time DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  duration_ms ${optionalUInt32},
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

export const callColumns: string = `${originColumns},
  operation ${text}, response_model ${text}, finish_reason ${text}, streaming Bool,
  attempts UInt16 ${packed},
  input_tokens ${optionalUInt32}, output_tokens ${optionalUInt32},
  cache_read_tokens ${optionalUInt32}, cache_write_tokens ${optionalUInt32}, reasoning_tokens ${optionalUInt32},
  source ${text}, vantage ${text}, response_id String CODEC(ZSTD(1))`;

export const attemptColumns: string = `${originColumns},
  call_span_id_hex String EPHEMERAL,
  call_span_id FixedString(8) DEFAULT ${bytes('call_span_id_hex', 8)} CODEC(NONE),
  resend_count UInt16 ${packed},
  retry_after_ms ${optionalUInt32},
  fingerprint String CODEC(ZSTD(1)),
  repeat Bool`;

/** What a supplement can add to a call. */
export const supplementTypes: Readonly<Record<string, string>> = {
  model: 'String',
  duration_ms: 'UInt32',
  response_model: 'String',
  finish_reason: 'String',
  vendor_request_id: 'String',
  response_id: 'String',
  http_status: 'UInt16',
  time_to_first_chunk_ms: 'UInt32',
  input_tokens: 'UInt32',
  output_tokens: 'UInt32',
  cache_read_tokens: 'UInt32',
  cache_write_tokens: 'UInt32',
  reasoning_tokens: 'UInt32',
};

/** Several may belong to one call; of each fact the newest that is known counts. */
export const supplementColumns: string = `
  trace_id_hex String EPHEMERAL,
  span_id_hex String EPHEMERAL,
  end_time DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  trace_id FixedString(16) DEFAULT ${bytes('trace_id_hex', 16)} CODEC(NONE),
  span_id FixedString(8) DEFAULT ${bytes('span_id_hex', 8)} CODEC(NONE),
  ${Object.entries(supplementTypes)
    .map(([column, type]) => `${column} SimpleAggregateFunction(anyLast, Nullable(${type})) CODEC(ZSTD(1))`)
    .join(', ')}`;

/** On which days whose calls are told one by one: what metrics count of them is not added. */
export const targetKey: string = 'day, service, provider, model';
export const targetColumns: string = `day Date, service ${text}, provider ${text}, model ${text}`;

/** Cut to size, because an id that is too long must not make its whole batch fail. */
function bytes(column: string, length: number): string {
  return `toFixedString(substring(unhex(${column}), 1, ${length}), ${length})`;
}

const total = `SimpleAggregateFunction(sum, UInt64) ${packed}`;
const histogram = 'SimpleAggregateFunction(sumMap, Map(UInt32, UInt64)) CODEC(ZSTD(1))';
const histogramColumns = `duration_ms_sum ${total}, duration_ms ${histogram}, time_to_first_chunk_ms ${histogram}`;
const histogramSums = { duration_ms_sum: 'sum', duration_ms: 'sumMap', time_to_first_chunk_ms: 'sumMap' };
const timeColumn = "time DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))";

/** `basis`: `spans`, or `metrics` for counts of calls that nobody told one by one. `point_id` names such a count. */
export const attemptKey: string = 'provider, model, region, credential, service, outcome, repeat, basis';
export const attemptRollupColumns: string = `point_id String EPHEMERAL, ${timeColumn}, provider ${text}, model ${text}, region ${text}, credential ${text},
  service ${text}, outcome ${text}, repeat Bool, basis ${text}, attempts ${total}, ${histogramColumns}`;
export const attemptSums: Readonly<Record<string, string>> = { attempts: 'sum', ...histogramSums };

export const callKey: string = 'provider, model, service, environment, operation, outcome, basis';
export const callRollupColumns: string = `point_id String EPHEMERAL, ${timeColumn}, provider ${text}, model ${text},
  service ${text}, environment ${text}, operation ${text}, outcome ${text}, basis ${text}, calls ${total}, attempts ${total}, input_tokens ${total}, output_tokens ${total},
  ${histogramColumns}`;
export const callSums: Readonly<Record<string, string>> = {
  calls: 'sum',
  attempts: 'sum',
  input_tokens: 'sum',
  output_tokens: 'sum',
  ...histogramSums,
};

/**
 * What frames know of calls beside their attempts: how many began, as SDKs count them, and the prompts of those that
 * ended and tell it. `point_id` names a count of those that began.
 */
export const callSumKey: string = 'provider, model, region, credential';
export const callSumColumns: string = `point_id String EPHEMERAL, ${timeColumn}, provider ${text}, model ${text}, region ${text}, credential ${text},
  started ${total}, prompts ${total}, prompt_tokens ${total}`;

/**
 * What a process had in flight at one moment, whole, so that what it does not name any more is over. Of several reports
 * in a frame the newest counts. A row that came twice changes nothing.
 */
export const inFlightColumns: string = `${timeColumn},
  instance_hex String EPHEMERAL,
  instance FixedString(16) DEFAULT ${bytes('instance_hex', 16)} CODEC(ZSTD(1)),
  reported_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  calls Array(Tuple(provider ${text}, model ${text}, region ${text}, credential ${text}, age_seconds UInt32, calls UInt64)) CODEC(ZSTD(1))`;

export const incidentColumns: string = `id String, version UInt64, state ${text}, class ${text}, kind ${text}, provider ${text},
  region ${text}, credential ${text}, confidence Float64, first_bad DateTime64(3, 'UTC'),
  suspected DateTime64(3, 'UTC'), confirmed Nullable(DateTime64(3, 'UTC')),
  recovering Nullable(DateTime64(3, 'UTC')), resolved Nullable(DateTime64(3, 'UTC')), body String CODEC(ZSTD(1))`;
export const incidentEventColumns: string = `incident_id String, at DateTime64(3, 'UTC'), state ${text}, class ${text},
  sentence String CODEC(ZSTD(1)), body String CODEC(ZSTD(1))`;

/** `body` is the whole remark as JSON. */
export const remarkColumns: string = `id String, incident_id String, at DateTime64(3, 'UTC'), kind ${text},
  author String CODEC(ZSTD(1)), body String CODEC(ZSTD(1))`;

/** `version` is when it was read, epoch milliseconds; `body` is the whole post as JSON. */
export const officialPostColumns: string = `id String, provider ${text}, incident_id String, posted DateTime64(3, 'UTC'),
  status ${text}, version UInt64, body String CODEC(ZSTD(1))`;

/** `body` is the whole entry as JSON. */
export const auditColumns: string = `id String, at DateTime64(3, 'UTC'), actor ${text}, action ${text},
  subject String CODEC(ZSTD(1)), body String CODEC(ZSTD(1))`;

/** `version` is when it was said or taken back, epoch milliseconds; `body` is the whole override as JSON. */
export const overrideColumns: string = `id String, version UInt64, provider ${text}, model ${text}, state ${text},
  until DateTime64(3, 'UTC'), body String CODEC(ZSTD(1))`;

/** `version` is when it was evaluated, epoch milliseconds; `body` is the whole state as JSON. */
export const tierStateColumns: string = `slo_id String, tier ${text}, version UInt64, state ${text}, body String`;
