import type { Context, SpanContext } from '@opentelemetry/api';
import type { AttributeList } from './attribute-list.ts';

/** A span of ours: of a call, or of one failed attempt. */
export interface CallSpan {
  readonly isRecording: boolean;
  readonly context: SpanContext;
  rename(name: string): void;
  /** What was said before under the same name is replaced. */
  add(attributes: AttributeList): void;
  end(endMs: number, isFailure: boolean): void;
}

export interface SpanStart {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly attributes: AttributeList;
  /** Where the app made the call. */
  readonly parent: Context;
}

/** Makes spans: with the app's OpenTelemetry SDK, or with our own pipeline. */
export interface CallTracer {
  start(start: SpanStart): CallSpan;
}
