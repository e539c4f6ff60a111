/**
 * LLM Observability is on: without it there are no tokens.
 * @param {import('./variants.mjs').Surroundings} surroundings
 * @returns {import('./variants.mjs').Started}
 */
export function start({ require, urls }) {
  process.env.DD_TRACE_AGENT_URL = urls.sink;
  process.env.DD_REMOTE_CONFIGURATION_ENABLED = 'false';
  process.env.DD_INSTRUMENTATION_TELEMETRY_ENABLED = 'false';
  const tracer = require('dd-trace').init({
    startupLogs: false,
    runtimeMetrics: false,
    llmobs: { mlApp: 'bench', agentlessEnabled: false },
  });
  return {
    async flush() {
      tracer.llmobs.flush();
      // No public way to wait for what was sent.
      await new Promise((resolve) => tracer._tracer._exporter.flush(resolve));
    },
  };
}
