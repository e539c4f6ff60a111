import { startOtelPipeline } from './otel-pipeline.mjs';

/** @param {import('./variants.mjs').Surroundings} surroundings */
export function start(surroundings) {
  const { OpenAIInstrumentation } = surroundings.require('@traceloop/instrumentation-openai');
  const { AnthropicInstrumentation } = surroundings.require('@traceloop/instrumentation-anthropic');
  const instrumentations = [new OpenAIInstrumentation(), new AnthropicInstrumentation()];
  return startOtelPipeline(surroundings, { instrumentations });
}
