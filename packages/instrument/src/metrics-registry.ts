import { Registry } from 'prom-client';
import { oncePerProcess } from './once-per-process.ts';

/** A registry of our own, so that an app's `register.clear()` or name clash cannot touch it. */
export interface MetricsRegistry {
  readonly registry: Registry;
  /** Exemplars exist in the OpenMetrics format only, and a registry has one format. */
  readonly exemplars: boolean;
}

export function metricsRegistryOf(exemplars: boolean): MetricsRegistry {
  return { registry: exemplars ? openMetricsRegistry() : new Registry(), exemplars };
}

export function processMetricsRegistry(): MetricsRegistry {
  return oncePerProcess('metrics-registry', () =>
    metricsRegistryOf(process.env.FAULTLINE_METRICS_EXEMPLARS?.toLowerCase() === 'true'),
  );
}

/** Its type names the format, and everything that takes a registry knows the older one only. */
function openMetricsRegistry(): Registry {
  const registry = new Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry as unknown as Registry;
}
