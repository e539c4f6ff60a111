import { createRequire } from 'node:module';

/**
 * It builds a pipeline of its own. Its metrics and events are off, as other peers have none.
 * @param {import('./variants.mjs').Surroundings} surroundings
 * @returns {import('./variants.mjs').Started}
 */
export function start({ require, urls }) {
  const openlit = require('openlit').default;
  openlit.init({
    applicationName: 'bench',
    environment: 'bench',
    otlpEndpoint: urls.sink,
    // Otherwise it fetches the file from the internet.
    pricingJson: `${urls.sink}/pricing.json`,
    disableEvents: true,
    disableMetrics: true,
  });
  // The provider is not global and not exported; this is the only way to flush it.
  const { traceProvider } = createRequire(require.resolve('openlit'))('./otel/tracing.js').default;
  return { flush: () => traceProvider.forceFlush() };
}
