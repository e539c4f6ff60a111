import { DecodeError } from './decode-error.ts';
import type { Span, TraceBatch } from './span.ts';

/** A batch of an exporter holds 512 spans, a large one 10,000. More than this would keep everybody else waiting. */
const spansMax = 50_000;

/** Takes spans as they are read and sets those aside whose ids cannot identify anything. */
export class SpanCollector {
  readonly #spans: Span[] = [];
  readonly #areIdsBytes: boolean;
  #rejected = 0;
  #reason = '';

  /** `areIdsBytes`: on the wire, so that their text, which is ours, is hexadecimal whatever the sender sent. */
  constructor(areIdsBytes: boolean) {
    this.#areIdsBytes = areIdsBytes;
  }

  add(span: Span): void {
    if (this.#spans.length >= spansMax) {
      throw new DecodeError(`more than ${spansMax} spans in one request; send smaller batches`);
    }
    const reason = unusableIds(span, this.#areIdsBytes);
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

/** OTLP: a trace id is 16 bytes, a span id 8, and all zeros is invalid. Ids are lower-case already. */
function unusableIds({ traceId, spanId, parentSpanId }: Span, areHex: boolean): string | undefined {
  if (traceId === noTraceId || !isId(traceId, noTraceId.length, areHex))
    return reason('trace_id', traceId, 16);
  if (spanId === noSpanId || !isId(spanId, noSpanId.length, areHex)) return reason('span_id', spanId, 8);
  if (parentSpanId === '' || isId(parentSpanId, noSpanId.length, areHex)) return undefined;
  return reason('parent_span_id', parentSpanId, 8);
}

const [noTraceId, noSpanId] = ['0'.repeat(32), '0'.repeat(16)];
const hexShape = /^[0-9a-f]*$/;

function isId(id: string, digits: number, isHex: boolean): boolean {
  return id.length === digits && (isHex || hexShape.test(id));
}

function reason(field: string, id: string, bytes: number): string {
  if (!hexShape.test(id)) return `${field} is not hexadecimal`;
  if (id.length === bytes * 2) return `${field} is all zeros`;
  return `${field} has ${Math.ceil(id.length / 2)} bytes, not ${bytes}`;
}
