import type { SpanContext } from '@opentelemetry/api';
import type { Describe } from '../../call/attribute-sink.ts';
import type { SpanIds } from './span-ids.ts';

/** A span of ours that is over: no events, no links. */
export interface EndedSpan {
  readonly ids: SpanIds;
  /** Its trace is the span's, too. */
  readonly parent: SpanContext | undefined;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly isFailure: boolean;
  readonly describeStart: Describe;
  readonly describeEnd: Describe;
}
