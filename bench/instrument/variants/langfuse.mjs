import { startOtelPipeline } from './otel-pipeline.mjs';

/** @param {import('./variants.mjs').Surroundings} surroundings */
export function start(surroundings) {
  const { LangfuseSpanProcessor } = surroundings.require('@langfuse/otel');
  const { observeOpenAI } = surroundings.require('@langfuse/openai');
  const processor = new LangfuseSpanProcessor({
    publicKey: 'pk',
    secretKey: 'sk',
    baseUrl: surroundings.urls.sink,
  });
  return { ...startOtelPipeline(surroundings, { processor }), wrapOpenai: (client) => observeOpenAI(client) };
}
