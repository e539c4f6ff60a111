import { startOtelPipeline } from './otel-pipeline.mjs';

/** @param {import('./variants.mjs').Surroundings} surroundings */
export function start(surroundings) {
  const { OpenAIInstrumentation } = surroundings.require('@arizeai/openinference-instrumentation-openai');
  const { AnthropicInstrumentation } = surroundings.require(
    '@arizeai/openinference-instrumentation-anthropic',
  );
  const instrumentations = [new OpenAIInstrumentation(), new AnthropicInstrumentation()];
  return startOtelPipeline(surroundings, { instrumentations });
}
