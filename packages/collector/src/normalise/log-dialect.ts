import type { LogRecord } from '../decode/log-record.ts';
import type { Span } from '../decode/span.ts';
import type { CallReading, DropReason } from './dialect.ts';

/** What a record tells when a request goes out. The record of its end tells the rest. */
export interface Opening {
  readonly startUnixNano: bigint;
  /** The requested model. */
  readonly model: string;
  readonly httpStatus: number | null;
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * `opening` and `call` are two records of one conversation; a call without a conversation needs no opening. `readCall` is
 * given the record as a span, and the opening when there was one.
 */
export type LogReading =
  | { readonly kind: 'opening'; readonly conversation: string; readonly opening: Opening }
  | {
      readonly kind: 'call';
      readonly conversation: string;
      /** How long it took, as the record says; null when it does not. */
      readonly durationMs: number | null;
      readonly readCall: (span: Span, opening: Opening | undefined) => CallReading;
    }
  | { readonly kind: 'drop'; readonly reason: DropReason };

/** One way to write LLM calls into log records. */
export interface LogDialect {
  readonly name: string;
  /** Every attribute it reads, of records and resources; others are never decoded. */
  readonly keys: readonly string[];
  /** Undefined when the record speaks another dialect. */
  read(record: LogRecord): LogReading | undefined;
}

export const partOfCall: LogReading = { kind: 'drop', reason: 'part' };
