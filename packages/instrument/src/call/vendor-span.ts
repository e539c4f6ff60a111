import { attribute } from '@faultline/conventions';
import {
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { guard } from '../guard.ts';
import { createHiddenField } from '../hidden-field.ts';
import { attributesOf, type Describe } from './attribute-sink.ts';
import type { CallSpan, SpanEnd } from './call-span.ts';
import type { LlmTarget } from './llm-request.ts';

/**
 * Tracers that vendors built into their SDKs. Their span of a call is completed with what we saw, instead of a second
 * one beside it. Frameworks are not in the list: their spans may stay open for ever when a stream fails.
 */
const vendorScopes = /^(?:com\.anthropic\.sdk|mistralai_sdk_tracer)/;

/** The fields of an SDK's span that the API does not show. */
interface ReadableFields {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly instrumentationScope?: { readonly name?: string };
  readonly instrumentationLibrary?: { readonly name?: string };
}

/** `gen_ai.operation.name` of one request to a model; tools and agents have others. */
const inferences: ReadonlySet<unknown> = new Set([
  'chat',
  'text_completion',
  'generate_content',
  'embeddings',
]);

const owners = createHiddenField<VendorSpanOwner>();

/** Who may complete a vendor's span. */
export interface VendorSpanOwner {
  /** The vendor is about to end its span: what is not told now finds no place on it. */
  vendorEnds(): void;
}

/** The vendor's own span of this request, if it is the active one and `owner` may have it. */
export function vendorSpanIn(
  context: Context,
  target: LlmTarget,
  owner: VendorSpanOwner,
): CallSpan | undefined {
  const span = trace.getSpan(context);
  if (!span?.isRecording() || !isOf(span, target)) return undefined;
  const known = owners.get(span);
  if (known) return known === owner ? new VendorSpan(span) : undefined;
  owners.set(span, owner);
  tellBeforeEnd(span, owner);
  return new VendorSpan(span);
}

function tellBeforeEnd(span: Span, owner: VendorSpanOwner): void {
  const { end } = span;
  span.end = function (...parameters) {
    span.end = end;
    guard(() => owner.vendorEnds());
    return Reflect.apply(end, this, parameters);
  };
}

function isOf(span: Span, target: LlmTarget): boolean {
  const { kind, attributes = {}, instrumentationScope, instrumentationLibrary } = span as ReadableFields;
  const name = (instrumentationScope ?? instrumentationLibrary)?.name ?? '';
  if (kind !== SpanKind.CLIENT || !vendorScopes.test(name)) return false;
  const model = attributes[attribute.requestModel] ?? target.model;
  return inferences.has(attributes[attribute.operation]) && (target.model === '' || model === target.model);
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

  identify(_name: string, describeStart: Describe): void {
    this.#complete(describeStart);
  }

  end({ describeEnd }: SpanEnd): void {
    this.#complete(describeEnd);
  }

  #complete(describe: Describe): void {
    const said = (this.#span as ReadableFields).attributes ?? {};
    const missing = Object.entries(attributesOf(describe)).filter(([name]) => said[name] === undefined);
    this.#span.setAttributes(Object.fromEntries(missing));
  }
}
