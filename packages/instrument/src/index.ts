import type { Registry } from 'prom-client';
import { clientMetrics } from './call/metrics.ts';
import { processMetricsRegistry } from './metrics-registry.ts';
import { selfHealth } from './self-health.ts';

export { instrument } from './clients/instrument-client.ts';
export type { ConfigOverrides } from './config.ts';
export type { CapturedContent, Redact } from './content/captured-content.ts';
export type { Message, OutputMessage, Part } from './content/message.ts';
export { metricsHandler } from './export/metrics-endpoint.ts';
export { type RegisterOptions, type Registration, register } from './install.ts';

/** The registry all `llm_client_*` metrics are on; merge it into your own with `Registry.merge`. */
export const metricsRegistry: Registry = processMetricsRegistry().registry;

// All series are on it from the start: a scrape before the first call shows zeros, not nothing.
clientMetrics();
selfHealth();
