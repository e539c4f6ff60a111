import { randomFillSync } from 'node:crypto';
import { isSpanContextValid, type SpanContext, TraceFlags, trace } from '@opentelemetry/api';
import type { AttributeList } from '../call/attribute-list.ts';
import type { CallSpan, CallTracer, SpanStart } from '../call/call-span.ts';
import type { EndedSpan } from './otlp/encode-span.ts';
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
  readonly #start: SpanStart;
  readonly #parentSpanId: string | undefined;
  readonly #onEnd: (span: EndedSpan) => void;
  #name: string;
  #hasEnded = false;

  constructor(
    start: SpanStart,
    context: SpanContext,
    parentSpanId: string | undefined,
    onEnd: (span: EndedSpan) => void,
  ) {
    this.context = context;
    this.#start = start;
    this.#parentSpanId = parentSpanId;
    this.#onEnd = onEnd;
    this.#name = start.name;
  }

  get isRecording(): boolean {
    return !this.#hasEnded && (this.context.traceFlags & TraceFlags.SAMPLED) !== 0;
  }

  rename(name: string): void {
    this.#name = name;
  }

  add(attributes: AttributeList): void {
    this.#start.attributes.addAll(attributes);
  }

  end(endMs: number, isFailure: boolean): void {
    if (!this.isRecording) return;
    this.#hasEnded = true;
    this.#onEnd({
      traceId: this.context.traceId,
      spanId: this.context.spanId,
      parentSpanId: this.#parentSpanId,
      name: this.#name,
      startMs: this.#start.startMs,
      endMs,
      entries: this.#start.attributes.entries,
      isFailure,
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
