import { startOtelPipeline } from './otel-pipeline.mjs';

/** @param {import('./variants.mjs').Surroundings} surroundings */
export function start(surroundings) {
  const { OpenAIInstrumentation } = surroundings.require('@opentelemetry/instrumentation-openai');
  return startOtelPipeline(surroundings, { instrumentations: [new OpenAIInstrumentation()] });
}
