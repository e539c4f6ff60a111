import type { CallTracer } from '../call/call-span.ts';
import { scope } from '../call/tracer.ts';
import { warnOnce } from '../guard.ts';
import { selfHealth } from '../self-health.ts';
import { version } from '../version.ts';
import { createDelivery } from './delivery.ts';
import { createLightTracer } from './light-tracer.ts';
import { createOpenBatch, type SpanBatch } from './otlp/span-batch.ts';
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
  /** Handed over, and not delivered or dropped yet. */
  const underWay = { spans: 0, bytes: 0 };
  const drop = (spans: number, reason: string): void => {
    selfHealth().spansDropped(spans);
    warnOnce('export', `spans could not be delivered and were dropped: ${reason}`);
  };
  const leave = ({ spans, body }: SpanBatch): void => {
    underWay.spans -= spans;
    underWay.bytes -= body.length;
  };
  const delivery = createDelivery(createBatchExporter(env, { refused: drop }), {
    delivered: leave,
    dropped(batch, reason) {
      leave(batch);
      drop(batch.spans, reason);
    },
  });
  const batch = createOpenBatch({
    resource: ownResource().attributes,
    scopeName: scope,
    scopeVersion: version,
  });
  const queue = createSpanQueue(batch, (full) => {
    underWay.spans += full.spans;
    underWay.bytes += full.body.length;
    delivery.send(full);
  });
  const isFull = (): boolean =>
    underWay.spans + batch.spans >= queuedSpansMax || underWay.bytes + batch.byteLength >= queuedBytesMax;

  return {
    tracer: createLightTracer(samplerFrom(env), (span) => {
      if (isFull()) selfHealth().spansDropped(1);
      else queue.add(span);
    }),
    hasWork: () => underWay.spans + batch.spans > 0,
    async flushWithin(timeoutMs) {
      queue.handOver();
      await delivery.flushWithin(timeoutMs);
    },
  };
}
