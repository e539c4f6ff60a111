import { DecodeError } from './decode-error.ts';
import type { Span, TraceBatch } from './span.ts';

/** A batch of an exporter holds 512 spans, a large one 10,000. More than this would keep everybody else waiting. */
const spansMax = 50_000;

/** Takes spans as they are read and sets those aside whose ids cannot identify anything. */
export class SpanCollector {
  readonly #spans: Span[] = [];
  #rejected = 0;
  #reason = '';

  add(span: Span): void {
    if (this.#spans.length >= spansMax) {
      throw new DecodeError(`more than ${spansMax} spans in one request; send smaller batches`);
    }
    const reason = unusableIds(span);
    if (reason === undefined) {
      this.#spans.push(span);
      return;
    }
    this.#rejected++;
    this.#reason ||= reason;
  }

  batch(): TraceBatch {
    return { spans: this.#spans, rejectedSpans: this.#rejected, rejectedReason: this.#reason };
  }
}

/** OTLP: a trace id is 16 bytes, a span id 8, and all zeros is invalid. Ids are lower-case hex already. */
function unusableIds(span: Span): string | undefined {
  return (
    unusableId('trace_id', span.traceId, traceIdShape) ??
    unusableId('span_id', span.spanId, spanIdShape) ??
    (span.parentSpanId === '' ? undefined : unusableId('parent_span_id', span.parentSpanId, parentIdShape))
  );
}

const traceIdShape = /^(?!0{32})[0-9a-f]{32}$/;
const spanIdShape = /^(?!0{16})[0-9a-f]{16}$/;
const parentIdShape = /^[0-9a-f]{16}$/;

function unusableId(field: string, id: string, shape: RegExp): string | undefined {
  if (shape.test(id)) return undefined;
  const bytes = field === 'trace_id' ? 16 : 8;
  if (!/^[0-9a-f]*$/.test(id)) return `${field} is not hexadecimal`;
  if (id.length === bytes * 2) return `${field} is all zeros`;
  return `${field} has ${Math.ceil(id.length / 2)} bytes, not ${bytes}`;
}
