import { randomFillSync } from 'node:crypto';
import { isSpanContextValid, type SpanContext, TraceFlags, trace } from '@opentelemetry/api';
import type { Describe } from '../call/attribute-sink.ts';
import type { CallSpan, CallTracer, SpanEnd, SpanStart } from '../call/call-span.ts';
import type { EndedSpan } from './otlp/ended-span.ts';
import type { Sampler } from './sampler.ts';

/**
 * Spans without an SDK: all that a call needs is ids, attributes and an end. OpenTelemetry's tracer, processor and
 * serialiser cost more than the whole observation (bench/README.md); who has them gets them, see `otel-tracer.ts`.
 */
export function createLightTracer(sampler: Sampler, onEnd: (span: EndedSpan) => void): CallTracer {
  return {
    start(start) {
      const active = trace.getSpanContext(start.parent);
      const parent = active && isSpanContextValid(active) ? active : undefined;
      const traceId = parent?.traceId ?? randomHex(16);
      const isKept = parent ? (parent.traceFlags & TraceFlags.SAMPLED) !== 0 : sampler(traceId);
      const context: SpanContext = {
        traceId,
        spanId: randomHex(8),
        traceFlags: isKept ? TraceFlags.SAMPLED : TraceFlags.NONE,
      };
      return new LightSpan(start, context, parent?.spanId, onEnd);
    },
  };
}

class LightSpan implements CallSpan {
  readonly context: SpanContext;
  readonly #startMs: number;
  readonly #parentSpanId: string | undefined;
  readonly #onEnd: (span: EndedSpan) => void;
  #name: string;
  #describeStart: Describe;
  #hasEnded = false;

  constructor(
    { name, startMs, describeStart }: SpanStart,
    context: SpanContext,
    parentSpanId: string | undefined,
    onEnd: (span: EndedSpan) => void,
  ) {
    this.context = context;
    this.#startMs = startMs;
    this.#parentSpanId = parentSpanId;
    this.#onEnd = onEnd;
    this.#name = name;
    this.#describeStart = describeStart;
  }

  get isRecording(): boolean {
    return !this.#hasEnded && (this.context.traceFlags & TraceFlags.SAMPLED) !== 0;
  }

  identify(name: string, describeStart: Describe): void {
    this.#name = name;
    this.#describeStart = describeStart;
  }

  end({ endMs, isFailure, describeEnd }: SpanEnd): void {
    if (!this.isRecording) return;
    this.#hasEnded = true;
    this.#onEnd({
      context: this.context,
      parentSpanId: this.#parentSpanId,
      name: this.#name,
      startMs: this.#startMs,
      endMs,
      isFailure,
      describeStart: this.#describeStart,
      describeEnd,
    });
  }
}

const randomBytes = Buffer.allocUnsafeSlow(4096);
let used = randomBytes.length;

/** Asking the system for a few bytes costs as much as asking for thousands. */
function randomHex(byteLength: number): string {
  if (used + byteLength > randomBytes.length) {
    randomFillSync(randomBytes);
    used = 0;
  }
  const start = used;
  used += byteLength;
  return randomBytes.toString('hex', start, used);
}
