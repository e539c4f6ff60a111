import { type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { AttributeList } from './attribute-list.ts';
import type { CallSpan, CallTracer } from './call-span.ts';

/** With the tracer of an app's own OpenTelemetry SDK, or of a vendor's. */
export function createOtelTracer(tracer: Tracer): CallTracer {
  return {
    start({ name, startMs, attributes, parent }) {
      const options = { kind: SpanKind.CLIENT, startTime: startMs, attributes: attributes.toAttributes() };
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

  rename(name: string): void {
    this.#span.updateName(name);
  }

  add(attributes: AttributeList): void {
    this.#span.setAttributes(attributes.toAttributes());
  }

  end(endMs: number, isFailure: boolean): void {
    // Success stays UNSET (semantic conventions, recording errors).
    if (isFailure) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end(endMs);
  }
}
