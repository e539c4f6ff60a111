import type { HrTime } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import {
  AggregationTemporality,
  InstrumentType,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { countInFlight, inFlightCalls } from '../../call/in-flight.ts';
import type { OtelMetrics } from '../../call/otel-metrics.ts';
import { scope } from '../../call/tracer.ts';
import { currentConfig } from '../../config.ts';
import { guard } from '../../guard.ts';
import { selfHealth } from '../../self-health.ts';
import { version } from '../../version.ts';
import { exporterOptions } from '../exporter-options.ts';
import { ownResource } from '../own-resource.ts';
import { settledWithin } from '../settled-within.ts';
import { createCallStore } from './call-store.ts';
import { callMetricData, inFlightMetricData, type Period } from './metric-data.ts';
import { createMetricDelivery } from './metric-delivery.ts';
import { createStartedStore } from './started-store.ts';

/** What hangs has to be told within seconds. */
const inFlightIntervalMs = 2000;
/** OpenTelemetry's default. */
const callsIntervalMsDefault = 60_000;

export interface MetricsPipeline {
  readonly metrics: OtelMetrics;
  /** Never rejects. */
  flushWithin(timeoutMs: number): Promise<void>;
}

/**
 * Two streams of metrics to one OTLP/HTTP collector: what has ended, once a minute, and what is in flight, every two
 * seconds while there is anything to tell. Their timers keep no process alive.
 */
export function createMetricsPipeline(env: NodeJS.ProcessEnv): MetricsPipeline {
  const calls = createCallStore();
  const started = createStartedStore();
  const sender = createSender(env);
  let startedTold = 0;
  let hadInFlight = false;

  const sendCalls = sender.every(callsIntervalMs(env), InstrumentType.HISTOGRAM, (period) => {
    const metrics = callMetricData(calls.histograms(), currentConfig().semconv, period);
    if (period.temporality === AggregationTemporality.DELTA) calls.clear();
    return metrics;
  });
  const sendInFlight = sender.every(inFlightIntervalMs, InstrumentType.COUNTER, (period) => {
    const inFlight = countInFlight(inFlightCalls());
    // An app that calls nobody sends nothing.
    const isNews = inFlight.length > 0 || hadInFlight || started.total() !== startedTold;
    hadInFlight = inFlight.length > 0;
    startedTold = started.total();
    if (!isNews) return [];
    const metrics = inFlightMetricData(started.counts(), inFlight, period);
    if (period.temporality === AggregationTemporality.DELTA) started.clear();
    return metrics;
  });
  return {
    metrics: { started: started.started, ended: calls.ended },
    async flushWithin(timeoutMs) {
      await settledWithin(timeoutMs, Promise.all([sendCalls(), sendInFlight()]));
    },
  };
}

interface Sender {
  /** Returns how to send at once; resolves when that has settled. */
  every(
    intervalMs: number,
    instrument: InstrumentType,
    collect: (period: Period) => MetricData[],
  ): () => Promise<void>;
}

function createSender(env: NodeJS.ProcessEnv): Sender {
  const resource = ownResource();
  return {
    every(intervalMs, instrument, collect) {
      const exporter = new OTLPMetricExporter(exporterOptions('metrics', env));
      const delivery = createMetricDelivery(exporter, () => selfHealth().metricExportFailed());
      const temporality = exporter.selectAggregationTemporality(instrument);
      let startTime = hrTimeNow();
      const send = (): Promise<void> => {
        // Not while the last is on its way: what is counted stays counted, and goes with the next.
        if (delivery.isBusy()) return delivery.settled();
        const endTime = hrTimeNow();
        const metrics = collect({ startTime, endTime, temporality });
        if (metrics.length === 0) return Promise.resolve();
        if (temporality === AggregationTemporality.DELTA) startTime = endTime;
        const data: ResourceMetrics = {
          resource,
          scopeMetrics: [{ scope: { name: scope, version }, metrics }],
        };
        return delivery.send(data);
      };
      setInterval(() => guard(() => void send()), intervalMs).unref();
      return async () => {
        await delivery.settled();
        await guard(send);
      };
    },
  };
}

function callsIntervalMs(env: NodeJS.ProcessEnv): number {
  const milliseconds = Number(env.OTEL_METRIC_EXPORT_INTERVAL);
  return milliseconds > 0 ? milliseconds : callsIntervalMsDefault;
}

function hrTimeNow(): HrTime {
  const nowMs = Date.now();
  const seconds = Math.trunc(nowMs / 1000);
  return [seconds, (nowMs - seconds * 1000) * 1_000_000];
}
