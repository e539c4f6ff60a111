import type { Context, SpanContext } from '@opentelemetry/api';
import type { Describe } from './attribute-sink.ts';

/** A span of ours: of a call, or of one failed attempt. */
export interface CallSpan {
  readonly isRecording: boolean;
  readonly context: SpanContext;
  /** What it started with was not the whole truth: this replaces it. */
  identify(name: string, describeStart: Describe): void;
  end(end: SpanEnd): void;
}

export interface SpanStart {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startMs: number;
  /** Known before the first byte is sent; samplers may look at it. Says the same each time, so it may be asked once. */
  readonly describeStart: Describe;
  /** Where the app made the call. */
  readonly parent: Context;
}

export interface SpanEnd {
  /** Epoch milliseconds. */
  readonly endMs: number;
  readonly isFailure: boolean;
  /** What `describeStart` could not know. */
  readonly describeEnd: Describe;
}

/** Makes spans: with the app's OpenTelemetry SDK, or with our own pipeline. */
export interface CallTracer {
  /**
   * Whether its spans go where a vendor's own do: the app's provider. Then the vendor's span of a call is completed
   * instead of another begun. Our own pipeline goes to another place, where the vendor's span never arrives.
   */
  readonly sharesVendorSpans: boolean;
  start(start: SpanStart): CallSpan;
}
