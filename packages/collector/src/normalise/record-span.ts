import { createHash } from 'node:crypto';
import type { LogRecord } from '../decode/log-record.ts';
import type { Span } from '../decode/span.ts';
import type { Opening } from './log-dialect.ts';

const spanKindClient = 3;

/**
 * The call that a record tells, as the span that nobody sent: it ended when the record was written. Its id is made of
 * what the record says, so that a record that is sent twice names the same call; the span in which a record was written
 * surrounds the call, and may surround several.
 */
export function spanOfRecord(record: LogRecord, durationMs: number, opening?: Opening): Span {
  const id = identityOf(record);
  const endUnixNano = record.timeUnixNano;
  const traceId = opening?.traceId || record.traceId;
  return {
    traceId: traceId || id.slice(0, 32),
    spanId: (traceId !== '' && opening?.spanId) || id.slice(32, 48),
    parentSpanId: record.spanId,
    name: record.eventName,
    kind: spanKindClient,
    startUnixNano: opening?.startUnixNano ?? endUnixNano - nanosecondsOf(durationMs),
    endUnixNano,
    attributes: record.attributes,
    exceptions: [],
    statusCode: 0,
    statusMessage: '',
    resource: record.resource,
    scope: record.scope,
  };
}

/** When what the record tells had begun. */
export function startOfRecord(record: LogRecord, durationMs: number): bigint {
  return record.timeUnixNano - nanosecondsOf(durationMs);
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
