import type { SpanContext } from '@opentelemetry/api';
import type { Describe } from '../../call/attribute-sink.ts';

/** A span of ours that is over: no events, no links. */
export interface EndedSpan {
  readonly context: SpanContext;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly isFailure: boolean;
  readonly describeStart: Describe;
  readonly describeEnd: Describe;
}
