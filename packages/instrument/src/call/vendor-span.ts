import { type Attributes, type Context, type Span, type SpanContext, trace } from '@opentelemetry/api';
import type { AttributeList } from './attribute-list.ts';
import type { CallSpan } from './call-span.ts';

/**
 * Tracers that vendors built into their SDKs. Their span of a call is completed with what we saw, instead of a second
 * one beside it. Frameworks are not in the list: their spans may stay open for ever when a stream fails.
 */
const vendorScopes = /^(?:com\.anthropic\.sdk|mistralai_sdk_tracer)/;

/** The fields of an SDK's span that the API does not show. */
interface ReadableFields {
  readonly attributes?: Attributes;
  readonly instrumentationScope?: { readonly name?: string };
  readonly instrumentationLibrary?: { readonly name?: string };
}

export function vendorSpanIn(context: Context): CallSpan | undefined {
  const span = trace.getSpan(context);
  if (!span?.isRecording()) return undefined;
  const { instrumentationScope, instrumentationLibrary } = span as ReadableFields;
  const name = (instrumentationScope ?? instrumentationLibrary)?.name ?? '';
  return vendorScopes.test(name) ? new VendorSpan(span) : undefined;
}

/** Named, judged and ended by the vendor; what the vendor said stays. */
class VendorSpan implements CallSpan {
  readonly #span: Span;

  constructor(span: Span) {
    this.#span = span;
  }

  get isRecording(): boolean {
    return this.#span.isRecording();
  }

  get context(): SpanContext {
    return this.#span.spanContext();
  }

  rename(): void {}

  add(attributes: AttributeList): void {
    const said = (this.#span as ReadableFields).attributes ?? {};
    const missing = Object.entries(attributes.toAttributes()).filter(([name]) => said[name] === undefined);
    this.#span.setAttributes(Object.fromEntries(missing));
  }

  end(): void {}
}
