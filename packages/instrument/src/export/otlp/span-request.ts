import { encodeField } from './encode-span.ts';

/** Spans of one resource and scope on their way to a collector, encoded already. */
export interface SpanBatch {
  readonly resource: Uint8Array;
  readonly scope: Uint8Array;
  readonly spans: readonly Uint8Array[];
}

/** `ExportTraceServiceRequest { ResourceSpans { resource, ScopeSpans { scope, spans } } }`. */
export function encodeRequest({ resource, scope, spans }: SpanBatch): Uint8Array {
  const spanFields = spans.map((span) => encodeField(2, span));
  const scopeSpans = encodeField(2, encodeField(1, scope), ...spanFields);
  return encodeField(1, encodeField(1, resource), scopeSpans);
}
