'use strict';
const { writeFileSync } = require('node:fs');
const {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} = require('@opentelemetry/sdk-trace-node');

/**
 * Registers the instrumentation, and leaves in `SPANS_FILE` what the app's provider got by the end of the process.
 * `GLOBAL_PROVIDER`: unset, it is given to us alone; `true`, it is everybody's; `later`, it is everybody's but ours.
 */
module.exports = function observe({ register }) {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const { GLOBAL_PROVIDER } = process.env;
  if (GLOBAL_PROVIDER === 'true') provider.register();
  register(GLOBAL_PROVIDER === 'later' ? {} : { tracerProvider: provider });
  if (GLOBAL_PROVIDER === 'later') provider.register();
  process.on('exit', () => {
    writeFileSync(process.env.SPANS_FILE, JSON.stringify(exporter.getFinishedSpans().map(plainSpan)));
  });
};

function plainSpan(span) {
  const { name, attributes, status, startTime, duration, parentSpanContext, instrumentationScope } = span;
  return {
    name,
    attributes,
    status: status.code,
    startMs: startTime[0] * 1000 + startTime[1] / 1e6,
    durationMs: duration[0] * 1000 + duration[1] / 1e6,
    id: span.spanContext().spanId,
    parent: parentSpanContext?.spanId,
    scope: instrumentationScope.name,
  };
}
