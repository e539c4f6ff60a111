import { type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { attributesOf, type Describe } from './attribute-sink.ts';
import type { CallSpan, CallTracer, SpanEnd } from './call-span.ts';

/** With the tracer of an app's own OpenTelemetry SDK, or of a vendor's. */
export function createOtelTracer(tracer: Tracer): CallTracer {
  return {
    sharesVendorSpans: true,
    start({ name, startMs, describeStart, parent }) {
      const attributes = attributesOf(describeStart);
      const options = { kind: SpanKind.CLIENT, startTime: startMs, attributes };
      return new OtelSpan(tracer.startSpan(name, options, parent));
    },
  };
}

class OtelSpan implements CallSpan {
  readonly #span: Span;

  constructor(span: Span) {
    this.#span = span;
  }

  get isRecording(): boolean {
    return this.#span.isRecording();
  }

  get context(): ReturnType<Span['spanContext']> {
    return this.#span.spanContext();
  }

  identify(name: string, describeStart: Describe): void {
    this.#span.updateName(name);
    this.#span.setAttributes(attributesOf(describeStart));
  }

  end({ endMs, isFailure, describeEnd }: SpanEnd): void {
    this.#span.setAttributes(attributesOf(describeEnd));
    // Success stays UNSET (semantic conventions, recording errors).
    if (isFailure) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end(endMs);
  }
}
