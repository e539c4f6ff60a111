import type { Vantage } from '../model/call.ts';
import type { DropReason } from '../normalise/dialect.ts';
import type { MetricDropReason } from '../normalise/metrics/meter-calls.ts';

export type Signal = 'traces' | 'metrics' | 'logs';

/** `rejected`: unusable ids, told to the sender. */
export type ReceiveDropReason = DropReason | MetricDropReason | 'rejected';

/** What receiving counts. Rows are counted once they are durable; a batch sent back for a retry counts nothing yet. */
export interface ReceiveMeter {
  /** One answered request. */
  request(signal: Signal, httpStatus: number): void;
  /** A body read to its end: as it came over the wire, and inflated. */
  bytes(signal: Signal, wireBytes: number, bodyBytes: number): void;
  decodeError(signal: Signal): void;
  /** Calls that are kept and not counted, because somebody behind their client saw them. */
  seenByOthers(vantage: Exclude<Vantage, 'client'>, count: number): void;
  /** Spans, log records or data points that became rows, or added nothing new to them. */
  accepted(signal: Signal, count: number): void;
  /** Spans or log records that became no row; metrics, or data points of those that are read, that counted nothing. */
  dropped(signal: Signal, reason: ReceiveDropReason, count: number): void;
  /** Rows whose times are not what the sender said. */
  timesClamped(count: number): void;
  textsClipped(count: number): void;
  /** Rows of which a name was one too many and is told as `other`. */
  namesReplaced(count: number): void;
  /** A fault of ours; the sender was told that its batch is lost (500) or should come again (503). */
  internalError(signal: Signal, error: unknown): void;
}
