import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Longer than any flush to a local sink takes. */
const flushMsMax = 10_000;

/**
 * As a user has it who starts nothing else: our own pipeline, everything on that is on by default.
 * @param {import('./variants.mjs').Surroundings} surroundings
 * @returns {import('./variants.mjs').Started}
 */
export function start({ urls, dist }) {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = urls.sink;
  process.env.OTEL_SERVICE_NAME = 'bench';
  const { register } = createRequire(import.meta.url)(join(dist, 'index.cjs'));
  const providerHosts = {
    [new URL(urls.openai).host]: 'openai',
    [new URL(urls.anthropic).host]: 'anthropic',
  };
  const registration = register({ providerHosts });
  return { flush: () => registration.flush(flushMsMax) };
}
