/**
 * The pipeline that the OpenTelemetry documentation tells an app to start: all OTel variants share it.
 * @param {import('./variants.mjs').Surroundings} surroundings
 * @param {{ instrumentations?: object[], processor?: object }} [parts]
 * @returns {import('./variants.mjs').Started}
 */
export function startOtelPipeline({ require, urls }, { instrumentations = [], processor } = {}) {
  process.env.OTEL_METRICS_EXPORTER = 'none';
  process.env.OTEL_LOGS_EXPORTER = 'none';
  const { NodeSDK, tracing } = require('@opentelemetry/sdk-node');
  const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
  const exporter = new OTLPTraceExporter({ url: `${urls.sink}/v1/traces` });
  const spanProcessor = processor ?? new tracing.BatchSpanProcessor(exporter);
  const sdk = new NodeSDK({ serviceName: 'bench', spanProcessors: [spanProcessor], instrumentations });
  sdk.start();
  return { flush: () => spanProcessor.forceFlush() };
}
