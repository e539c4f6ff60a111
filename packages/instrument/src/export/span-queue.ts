import { guard } from '../guard.ts';
import type { EndedSpan } from './otlp/ended-span.ts';
import type { OpenBatch, SpanBatch } from './otlp/span-batch.ts';

export interface SpanQueue {
  add(span: EndedSpan): void;
  /** Sends what waits, full or not. */
  handOver(): void;
}

/** An outage is to be told within seconds; the default of OpenTelemetry's processor, 5 s, would be most of that time. */
const waitMs = 1000;
/** Half of what may wait. A request costs as much as some hundred spans, so few and large ones: this is 1 MB as a rule. */
const batchSpansMax = 2048;
/** With captured content a span is longer; receivers bound what one request may hold. */
const batchBytesMax = 1024 * 1024;

/** Collects spans for at most a second. Its timer keeps no process alive. */
export function createSpanQueue(batch: OpenBatch, send: (batch: SpanBatch) => void): SpanQueue {
  let timer: NodeJS.Timeout | undefined;

  const handOver = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (batch.spans > 0) send(batch.take());
  };

  return {
    handOver,
    add(span) {
      batch.add(span);
      if (batch.spans >= batchSpansMax || batch.byteLength >= batchBytesMax) handOver();
      else timer ??= setTimeout(() => guard(handOver), waitMs).unref();
    },
  };
}
