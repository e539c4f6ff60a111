import { createHash } from 'node:crypto';
import type { LogRecord } from '../decode/log-record.ts';
import type { Span } from '../decode/span.ts';
import type { Opening } from './log-dialect.ts';
import { unsentSpan } from './unsent-span.ts';

/**
 * The call that a record tells, as the span that nobody sent: it ended when the record was written, and lies in the span
 * in which the record, or the one of its beginning, was written; several may. Its id is the record's {@link identityOf}, so
 * that a record that is sent twice names the same call.
 */
export function spanOfRecord(
  record: LogRecord,
  id: string,
  durationMs: number | null,
  opening?: Opening,
): Span {
  return unsentSpan({
    traceId: opening?.traceId || record.traceId || id.slice(0, 32),
    spanId: id.slice(32, 48),
    parentSpanId: opening?.spanId || record.spanId,
    name: record.eventName,
    startUnixNano: opening?.startUnixNano ?? startOfRecord(record, durationMs),
    endUnixNano: record.timeUnixNano,
    attributes: record.attributes,
    resource: record.resource,
    scope: record.scope,
  });
}

/** When what the record tells had begun; 0 when it does not say. */
export function startOfRecord({ timeUnixNano }: LogRecord, durationMs: number | null): bigint {
  if (durationMs === null || timeUnixNano === 0n) return 0n;
  return timeUnixNano - nanosecondsOf(durationMs);
}

function nanosecondsOf(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1e6));
}

/** Names the record by what it says: the same whenever it is sent, in whatever batch. */
export function identityOf({
  eventName,
  timeUnixNano,
  traceId,
  spanId,
  attributes,
  resource,
}: LogRecord): string {
  const told = [eventName, String(timeUnixNano), traceId, spanId, [...attributes], [...resource.attributes]];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}
