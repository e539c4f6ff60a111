import { observeWithFloor } from './hand-written-floor.mjs';
import { startOtelPipeline } from './otel-pipeline.mjs';

/**
 * The floor with its span active during the request, as most instrumentations have it.
 * @param {import('./variants.mjs').Surroundings} surroundings
 */
export function start(surroundings) {
  const pipeline = startOtelPipeline(surroundings);
  const api = surroundings.require('@opentelemetry/api');
  const { context, trace } = api;
  const inContext = (span, send) => context.with(trace.setSpan(context.active(), span), send);
  return { ...pipeline, patch: (sdks) => observeWithFloor(sdks, api, inContext) };
}
