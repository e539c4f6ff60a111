import type { TracerProvider } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { clientMetrics } from '../call/metrics.ts';
import { warnOnce } from '../guard.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { createExportAgent, hasOwnCertificates } from './export-agent.ts';

/** An outage is to be told within seconds; the default of 5 s would be most of that time. */
const scheduleMs = 1000;
const batchSpansMax = 512;
/** Spans that wait for the collector, about 2 KB each: a minute of outage at 60 calls a second. */
const queuedSpansMax = 4096;
/** Also bounds how long an exporter's own timer can keep a finished app alive. */
const exportTimeoutMs = 2000;

export interface SpanPipeline {
  readonly provider: TracerProvider;
  hasWork(): boolean;
  /** Never rejects. */
  flushWithin(timeoutMs: number): Promise<void>;
}

/** A tracer provider of our own, to an OTLP/HTTP collector. The exporter reads the `OTEL_EXPORTER_OTLP_*` variables. */
export function createSpanPipeline(): SpanPipeline {
  let queued = 0;
  const leave = (spans: number): void => {
    queued -= spans;
  };
  const delivery = createDelivery(createExporter(), {
    delivered: leave,
    dropped(spans, reason) {
      leave(spans);
      clientMetrics().spansDropped(spans);
      warnOnce('export', `spans could not be delivered and were dropped: ${reason}`);
    },
  });
  const batch = new BatchSpanProcessor(delivery, {
    scheduledDelayMillis: scheduleMs,
    maxExportBatchSize: batchSpansMax,
    maxQueueSize: queuedSpansMax,
  });
  const admitted = admitWhile(batch, () => {
    if (queued >= queuedSpansMax) return false;
    queued += 1;
    return true;
  });
  const resource = defaultResource().merge(detectResources({ detectors: [envDetector] }));
  return {
    provider: new NodeTracerProvider({ resource, spanProcessors: [admitted] }),
    hasWork: () => queued > 0,
    flushWithin: (timeoutMs) => flush(batch, delivery, timeoutMs),
  };
}

/** By number: `localhost` may mean ::1, where a collector that binds 127.0.0.1 does not listen. */
const defaultUrl = 'http://127.0.0.1:4318/v1/traces';

function createExporter(): OTLPTraceExporter {
  const { env } = process;
  const hasEndpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  return new OTLPTraceExporter({
    ...(hasEndpoint ? {} : { url: defaultUrl }),
    ...(hasOwnCertificates(env) ? {} : { httpAgentOptions: createExportAgent }),
    ...(env.OTEL_EXPORTER_OTLP_TIMEOUT ? {} : { timeoutMillis: exportTimeoutMs }),
  });
}

/** The batch processor drops silently when full; here a drop is counted, and the bound covers batches under way too. */
function admitWhile(inner: SpanProcessor, admit: () => boolean): SpanProcessor {
  return {
    onStart: (span, context) => inner.onStart(span, context),
    onEnd(span) {
      const isSampled = (span.spanContext().traceFlags & 1) === 1;
      if (!isSampled) return;
      if (admit()) inner.onEnd(span);
      else clientMetrics().spansDropped(1);
    },
    forceFlush: () => inner.forceFlush(),
    shutdown: () => inner.shutdown(),
  };
}

async function flush(batch: BatchSpanProcessor, delivery: Delivery, timeoutMs: number): Promise<void> {
  // Hands everything to the delivery at once: its `export` answers before it returns.
  await batch.forceFlush().catch(() => {});
  await delivery.flushWithin(timeoutMs);
}
