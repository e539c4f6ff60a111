import { startOtelPipeline } from './otel-pipeline.mjs';

/**
 * The spans that @anthropic-ai/sdk writes by itself; all other variants have them switched off.
 * @param {import('./variants.mjs').Surroundings} surroundings
 */
export function start(surroundings) {
  delete process.env.ANTHROPIC_OPEN_TELEMETRY;
  return startOtelPipeline(surroundings);
}
