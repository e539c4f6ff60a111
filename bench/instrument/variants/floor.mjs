import { observeWithFloor } from './hand-written-floor.mjs';
import { startOtelPipeline } from './otel-pipeline.mjs';

/** @param {import('./variants.mjs').Surroundings} surroundings */
export function start(surroundings) {
  const pipeline = startOtelPipeline(surroundings);
  const api = surroundings.require('@opentelemetry/api');
  return { ...pipeline, patch: (sdks) => observeWithFloor(sdks, api, (_span, send) => send()) };
}
