import type { CallTracer } from '../call/call-span.ts';
import { scope as scopeName } from '../call/tracer.ts';
import { warnOnce } from '../guard.ts';
import { selfHealth } from '../self-health.ts';
import { version } from '../version.ts';
import { createDelivery } from './delivery.ts';
import { createLightTracer } from './light-tracer.ts';
import { type EndedSpan, encodeResource, encodeScope, encodeSpan } from './otlp/encode-span.ts';
import type { SpanBatch } from './otlp/span-request.ts';
import { ownResource } from './own-resource.ts';
import { samplerFrom } from './sampler.ts';
import { createBatchExporter } from './span-exporter.ts';
import { createSpanQueue } from './span-queue.ts';

/** Spans that wait for the collector, under 1 KB each: a minute of outage at 60 calls a second. */
const queuedSpansMax = 4096;
/** With captured content a span is longer. */
const queuedBytesMax = 16 * 1024 * 1024;

export interface SpanPipeline {
  readonly tracer: CallTracer;
  hasWork(): boolean;
  /** Never rejects. */
  flushWithin(timeoutMs: number): Promise<void>;
}

/** A tracer of our own, to an OTLP/HTTP collector. */
export function createSpanPipeline(env: NodeJS.ProcessEnv): SpanPipeline {
  const queued = { spans: 0, bytes: 0 };
  const resource = encodeResource(ownResource().attributes);
  const scope = encodeScope(scopeName, version);
  const drop = (spans: number, reason: string): void => {
    selfHealth().spansDropped(spans);
    warnOnce('export', `spans could not be delivered and were dropped: ${reason}`);
  };
  const leave = ({ spans }: SpanBatch): void => {
    queued.spans -= spans.length;
    queued.bytes -= bytesIn(spans);
  };
  const delivery = createDelivery(createBatchExporter(env, { refused: drop }), {
    delivered: leave,
    dropped(batch, reason) {
      leave(batch);
      drop(batch.spans.length, reason);
    },
  });
  const queue = createSpanQueue((spans) => delivery.send({ resource, scope, spans }));

  const admit = (ended: EndedSpan): void => {
    if (queued.spans >= queuedSpansMax || queued.bytes >= queuedBytesMax) {
      selfHealth().spansDropped(1);
      return;
    }
    const span = encodeSpan(ended);
    queued.spans += 1;
    queued.bytes += span.length;
    queue.add(span);
  };
  return {
    tracer: createLightTracer(samplerFrom(env), admit),
    hasWork: () => queued.spans > 0,
    async flushWithin(timeoutMs) {
      queue.handOver();
      await delivery.flushWithin(timeoutMs);
    },
  };
}

function bytesIn(spans: readonly Uint8Array[]): number {
  return spans.reduce((sum, span) => sum + span.length, 0);
}
