import { Counter, Gauge } from 'prom-client';
import { processMetricsRegistry } from './metrics-registry.ts';
import { oncePerProcess } from './once-per-process.ts';

/** What an operator has to know about the instrumentation itself: `faultline_instrument_*`. */
export interface SelfHealth {
  internalError(): void;
  spansDropped(count: number): void;
  metricExportFailed(): void;
  /** An SDK was loaded; `covered` tells whether its retries are followed. */
  sdkSeen(packageName: string, version: string, covered: boolean): void;
}

export function selfHealth(): SelfHealth {
  return oncePerProcess('self-health', createSelfHealth);
}

function createSelfHealth(): SelfHealth {
  const registers = [processMetricsRegistry().registry];
  const internalErrors = new Counter({
    name: 'faultline_instrument_internal_errors_total',
    help: 'Errors of the instrumentation itself; the app did not see them.',
    registers,
  });
  const dropped = new Counter({
    name: 'faultline_instrument_spans_dropped_total',
    help: 'Spans that never reached the collector: queue full, refused, or process ended.',
    registers,
  });
  const metricExports = new Counter({
    name: 'faultline_instrument_metric_export_failures_total',
    help: 'OTLP metric exports that failed. Cumulative totals come again with the next one, deltas do not.',
    registers,
  });
  const sdks = new Gauge({
    name: 'faultline_instrument_sdk_info',
    help: 'LLM SDKs loaded. covered="false": seen at the HTTP level only, each retry as a call of its own.',
    labelNames: ['package', 'version', 'covered'] as const,
    registers,
  });
  return {
    internalError: () => internalErrors.inc(),
    spansDropped: (spans) => dropped.inc(spans),
    metricExportFailed: () => metricExports.inc(),
    sdkSeen: (packageName, version, covered) =>
      sdks.set({ package: packageName, version, covered: String(covered) }, 1),
  };
}
