import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { type Exporting, exportOnce } from '../export-once.ts';

/** One export at a time. */
export interface MetricDelivery {
  isBusy(): boolean;
  /** Resolves when the export has settled, whatever came of it. Never rejects. */
  send(metrics: ResourceMetrics): Promise<void>;
  /** Resolves when nothing is on its way. Never rejects. */
  settled(): Promise<void>;
}

export function createMetricDelivery(
  exporter: Exporting<ResourceMetrics>,
  onFailure: () => void,
): MetricDelivery {
  let underWay: Promise<void> | undefined;
  return {
    isBusy: () => underWay !== undefined,
    settled: () => underWay ?? Promise.resolve(),
    send(metrics) {
      underWay = exportOnce(exporter, metrics).then((failure) => {
        underWay = undefined;
        if (failure) onFailure();
      });
      return underWay;
    },
  };
}
