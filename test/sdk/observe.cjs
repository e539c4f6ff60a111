'use strict';
const { writeFileSync } = require('node:fs');
const {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} = require('@opentelemetry/sdk-trace-node');

/** Registers the instrumentation, and leaves in `SPANS_FILE` what it exported by the end of the process. */
module.exports = function observe({ register }) {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  if (process.env.GLOBAL_PROVIDER === 'true') provider.register();
  register({ tracerProvider: provider });
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
