export { startOtelPipeline as start } from './otel-pipeline.mjs';
