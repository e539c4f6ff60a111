import { isSpanContextValid, type SpanContext, TraceFlags, trace } from '@opentelemetry/api';
import type { Describe } from '../call/attribute-sink.ts';
import type { CallSpan, CallTracer, SpanEnd, SpanStart } from '../call/call-span.ts';
import type { EndedSpan } from './otlp/ended-span.ts';
import { randomIds, type SpanIds } from './otlp/span-ids.ts';
import type { Sampler } from './sampler.ts';

/**
 * Spans without an SDK: all that a call needs is ids, attributes and an end. OpenTelemetry's tracer, processor and
 * serialiser cost more than the whole observation (bench/README.md); who has them gets them, see `otel-tracer.ts`.
 */
export function createLightTracer(sampler: Sampler, onEnd: (span: EndedSpan) => void): CallTracer {
  return {
    sharesVendorSpans: false,
    start(start) {
      const active = trace.getSpanContext(start.parent);
      const parent = active && isSpanContextValid(active) ? active : undefined;
      const ids = randomIds();
      const isKept = parent ? (parent.traceFlags & TraceFlags.SAMPLED) !== 0 : sampler(ids);
      return new LightSpan(start, ids, parent, isKept, onEnd);
    },
  };
}

class LightSpan implements CallSpan {
  isRecording: boolean;
  readonly #ids: SpanIds;
  readonly #parent: SpanContext | undefined;
  readonly #isKept: boolean;
  readonly #startMs: number;
  readonly #onEnd: (span: EndedSpan) => void;
  #name: string;
  #describeStart: Describe;

  constructor(
    { name, startMs, describeStart }: SpanStart,
    ids: SpanIds,
    parent: SpanContext | undefined,
    isKept: boolean,
    onEnd: (span: EndedSpan) => void,
  ) {
    this.isRecording = isKept;
    this.#ids = ids;
    this.#parent = parent;
    this.#isKept = isKept;
    this.#startMs = startMs;
    this.#onEnd = onEnd;
    this.#name = name;
    this.#describeStart = describeStart;
  }

  get context(): SpanContext {
    return {
      traceId: this.#parent?.traceId ?? this.#ids.traceId,
      spanId: this.#ids.spanId,
      traceFlags: this.#isKept ? TraceFlags.SAMPLED : TraceFlags.NONE,
    };
  }

  identify(name: string, describeStart: Describe): void {
    this.#name = name;
    this.#describeStart = describeStart;
  }

  end({ endMs, isFailure, describeEnd }: SpanEnd): void {
    if (!this.isRecording) return;
    this.isRecording = false;
    this.#onEnd({
      ids: this.#ids,
      parent: this.#parent,
      name: this.#name,
      startMs: this.#startMs,
      endMs,
      isFailure,
      describeStart: this.#describeStart,
      describeEnd,
    });
  }
}
