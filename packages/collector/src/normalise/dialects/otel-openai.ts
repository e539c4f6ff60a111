import type { Dialect } from '../dialect.ts';
import { scopedGenAi } from '../gen-ai-span.ts';

/** OpenTelemetry's own OpenAI instrumentations, JavaScript and Python. */
export const otelOpenai: Dialect = scopedGenAi({
  name: 'otel_openai',
  scopes: ['@opentelemetry/instrumentation-openai', 'opentelemetry.instrumentation.openai_v2'],
});
