import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** Result code of the exporter interface; its package is not a dependency of ours. */
const exportSucceeded = 0;

/** One export at a time. */
export interface MetricDelivery {
  isBusy(): boolean;
  /** Resolves when the export has settled, whatever came of it. Never rejects. */
  send(metrics: ResourceMetrics): Promise<void>;
  /** Resolves when nothing is on its way. Never rejects. */
  settled(): Promise<void>;
}

export function createMetricDelivery(
  exporter: Pick<PushMetricExporter, 'export'>,
  onFailure: () => void,
): MetricDelivery {
  let underWay: Promise<void> | undefined;
  return {
    isBusy: () => underWay !== undefined,
    settled: () => underWay ?? Promise.resolve(),
    send(metrics) {
      underWay = exportOnce(exporter, metrics, onFailure).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
}

function exportOnce(
  exporter: Pick<PushMetricExporter, 'export'>,
  metrics: ResourceMetrics,
  onFailure: () => void,
): Promise<void> {
  return new Promise((resolve) => {
    const settle = (isSent: boolean): void => {
      if (!isSent) onFailure();
      resolve();
    };
    try {
      exporter.export(metrics, ({ code }) => settle(code === exportSucceeded));
    } catch {
      settle(false);
    }
  });
}
