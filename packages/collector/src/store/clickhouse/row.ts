import type { AuditEntry } from '../../model/audit-entry.ts';
import type { Attempt, Call, Origin, Rows, Supplement } from '../../model/call.ts';
import type { StoredTierState } from '../../model/slo.ts';
import type { SpoolRow } from '../spool-line.ts';
import { auditColumns, recallAudit } from './audit.ts';
import { exactMax, optional, time, uint, uint16Max, uint32Max } from './column-value.ts';
import { inFlightValues, startedValues, unendedColumns } from './in-flight-row.ts';
import { incidentColumns, type RecalledIncidents, recallIncident } from './incident-row.ts';
import { isMeteredTable, meteredColumns, meteredValues } from './metered-row.ts';

/** The columns of each table in the order in which a row carries them. */
export type Columns = Readonly<Record<string, readonly string[]>>;

const originColumns = [
  'trace_id_hex',
  'span_id_hex',
  'end_time',
  'duration_ms',
  'provider',
  'model',
  'region',
  'credential',
  'service',
  'environment',
  'outcome',
  'error_type',
  'http_status',
  'time_to_first_chunk_ms',
  'vendor_request_id',
];

export const columns: Columns = {
  calls: [
    ...originColumns,
    'operation',
    'response_model',
    'finish_reason',
    'streaming',
    'attempts',
    'input_tokens',
    'output_tokens',
    'cache_read_tokens',
    'cache_write_tokens',
    'reasoning_tokens',
    'source',
    'vantage',
    'response_id',
  ],
  call_supplements: [
    'trace_id_hex',
    'span_id_hex',
    'end_time',
    'model',
    'duration_ms',
    'response_model',
    'finish_reason',
    'vendor_request_id',
    'response_id',
    'http_status',
    'time_to_first_chunk_ms',
    'input_tokens',
    'output_tokens',
    'cache_read_tokens',
    'cache_write_tokens',
    'reasoning_tokens',
  ],
  attempts: [...originColumns, 'call_span_id_hex', 'resend_count', 'retry_after_ms', 'fingerprint', 'repeat'],
  ...incidentColumns,
  ...auditColumns,
  slo_tier_states: ['slo_id', 'tier', 'version', 'state', 'body'],
  ...meteredColumns,
  ...unendedColumns,
};

/** What a spool segment says of its rows, so that a collector with more columns can still insert them. */
export const segmentHeader: string = JSON.stringify({ columns });

export function encodeRows(rows: Rows): readonly SpoolRow[] {
  return [
    ...rows.calls.map((call) => ({
      table: 'calls',
      values: callValues(call),
      identity: identityOf('calls', call.traceId, call.spanId),
    })),
    ...rows.attempts.map((attempt) => ({
      table: 'attempts',
      values: attemptValues(attempt),
      identity: identityOf('attempts', attempt.traceId, attempt.spanId),
    })),
    // Without an identity: the same facts a second time change nothing.
    ...(rows.supplements ?? []).map((supplement) => ({
      table: 'call_supplements',
      values: supplementValues(supplement),
      identity: null,
    })),
    ...(rows.metered ?? []).flatMap((metered) =>
      meteredValues(metered).map(([table, values]) => ({
        table,
        values,
        identity: pointIdentity(table, metered.pointId),
      })),
    ),
    ...(rows.started ?? []).map((started) => ({
      table: 'calls_2s',
      values: startedValues(started),
      identity: pointIdentity('calls_2s', started.pointId),
    })),
    // Without an identity, too: of what a process tells twice of one moment the readers take one.
    ...(rows.inFlight ?? []).map((report) => ({
      table: 'in_flight_2s',
      values: inFlightValues(report),
      identity: null,
    })),
  ];
}

/** Those of the rows that are among the encoded ones. */
export function rowsAmong(encoded: readonly SpoolRow[], rows: Rows): Rows {
  const identities = new Set(encoded.map(({ identity }) => identity));
  // Taken out as they are found: what comes twice in one request is there once.
  const isAmong = (identity: string): boolean => identities.delete(identity);
  return {
    ...rows,
    calls: rows.calls.filter(({ traceId, spanId }) => isAmong(identityOf('calls', traceId, spanId))),
    attempts: rows.attempts.filter(({ traceId, spanId }) => isAmong(identityOf('attempts', traceId, spanId))),
    // Each has a row of calls, and not all have one of attempts.
    metered: (rows.metered ?? []).filter(({ pointId }) => isAmong(pointIdentity('calls_1m', pointId))),
    started: (rows.started ?? []).filter(({ pointId }) => isAmong(pointIdentity('calls_2s', pointId))),
  };
}

/** Without an identity, as incidents: a later version replaces an earlier one. */
export function encodeTierStates(states: readonly StoredTierState[], atMs: number): readonly SpoolRow[] {
  return states.map(({ sloId, tier, state }) => ({
    table: 'slo_tier_states',
    values: [sloId, tier, uint(atMs, exactMax), state.kind, JSON.stringify(state)],
    identity: null,
  }));
}

/** The name of a row, the same wherever it comes from: a request, the spool or the database. */
function identityOf(table: string, traceId: string, spanId: string): string {
  return `${table[0]}${traceId}${spanId}`;
}

function pointIdentity(table: string, pointId: string): string {
  return `${table}${pointId}`;
}

/** What an earlier process left in the spool and readers must know before the database does. */
export interface Recalled extends RecalledIncidents {
  onTierState(version: number, state: StoredTierState): void;
  onAuditEntry(entry: AuditEntry): void;
}

/** The identity of a row that the spool kept over a restart; what has none is handed over as it passes. */
export function recall(table: string, values: readonly unknown[], to: Recalled): string | null {
  const [first, second, third, , fifth] = values;
  if (table === 'calls' || table === 'attempts') return identityOf(table, String(first), String(second));
  if (isMeteredTable(table) || table === 'calls_2s') return pointIdentity(table, String(first));
  recallIncident(table, values, to);
  const entry = recallAudit(table, values);
  if (entry) to.onAuditEntry(entry);
  if (table === 'slo_tier_states') {
    const state = JSON.parse(String(fifth)) as StoredTierState['state'];
    to.onTierState(Number(third), { sloId: String(first), tier: String(second), state });
  }
  return null;
}

function originValues(origin: Origin): readonly unknown[] {
  return [
    origin.traceId,
    origin.spanId,
    time(origin.endMs),
    optional(origin.durationMs, uint32Max),
    origin.provider,
    origin.model,
    origin.region,
    origin.credential,
    origin.service,
    origin.environment,
    origin.outcome,
    origin.errorType,
    optional(origin.httpStatus, uint16Max),
    optional(origin.timeToFirstChunkMs, uint32Max),
    origin.vendorRequestId,
  ];
}

function callValues(call: Call): readonly unknown[] {
  return [
    ...originValues(call),
    call.operation,
    call.responseModel,
    call.finishReason,
    call.streaming,
    uint(call.attempts, uint16Max),
    optional(call.inputTokens, uint32Max),
    optional(call.outputTokens, uint32Max),
    optional(call.cacheReadTokens, uint32Max),
    optional(call.cacheWriteTokens, uint32Max),
    optional(call.reasoningTokens, uint32Max),
    call.source,
    call.vantage,
    call.responseId,
  ];
}

function supplementValues(supplement: Supplement): readonly unknown[] {
  return [
    supplement.traceId,
    supplement.spanId,
    time(supplement.endMs),
    textOrNull(supplement.model),
    optional(supplement.durationMs, uint32Max),
    textOrNull(supplement.responseModel),
    textOrNull(supplement.finishReason),
    textOrNull(supplement.vendorRequestId),
    textOrNull(supplement.responseId),
    optional(supplement.httpStatus, uint16Max),
    optional(supplement.timeToFirstChunkMs, uint32Max),
    optional(supplement.inputTokens, uint32Max),
    optional(supplement.outputTokens, uint32Max),
    optional(supplement.cacheReadTokens, uint32Max),
    optional(supplement.cacheWriteTokens, uint32Max),
    optional(supplement.reasoningTokens, uint32Max),
  ];
}

/** What is not told must not hide what an earlier supplement told. */
function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

function attemptValues(attempt: Attempt): readonly unknown[] {
  return [
    ...originValues(attempt),
    attempt.callSpanId,
    uint(attempt.resendCount, uint16Max),
    optional(attempt.retryAfterMs, uint32Max),
    attempt.fingerprint,
    attempt.repeat,
  ];
}
