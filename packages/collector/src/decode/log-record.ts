import type { Attributes, Resource, Scope } from './span.ts';

/** One OTLP log record with the fields that matter here. */
export interface LogRecord {
  /**
   * What kind of event it is, from wherever the sender wrote it: the record's own field (OTLP 1.5), the attribute
   * `event.name` before that. Empty for a plain log line.
   */
  readonly eventName: string;
  /** When it happened; when it was seen, where the sender says only that; 0 when it says neither. */
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
  /** Of the span it was written in: lower-case hex, 32 and 16 digits. Empty outside of any. */
  readonly traceId: string;
  readonly spanId: string;
  /** Shared by all records of one envelope. */
  readonly resource: Resource;
  readonly scope: Scope;
}

/** The attribute that named an event before log records had a field for it. */
export const eventNameKey = 'event.name';

const traceIdShape = /^(?!0{32})[0-9a-f]{32}$/;
const spanIdShape = /^(?!0{16})[0-9a-f]{16}$/;

/** A record need not belong to a span, so ids that are none are as good as absent. */
export function usableIds(traceId: string, spanId: string): Pick<LogRecord, 'traceId' | 'spanId'> {
  if (!traceIdShape.test(traceId)) return { traceId: '', spanId: '' };
  return { traceId, spanId: spanIdShape.test(spanId) ? spanId : '' };
}

/**
 * Rust's `tracing` bridge puts the place in the source there (`event otel/src/...:803`), so the attribute, which
 * somebody chose, comes first.
 */
export function eventNameOf(field: string, attributes: Attributes): string {
  const told = attributes.get(eventNameKey);
  return typeof told === 'string' && told !== '' ? told : field;
}
