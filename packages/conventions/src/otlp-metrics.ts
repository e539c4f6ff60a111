/**
 * OTLP metric names of the instrumentation. `operation.*` and `token.usage` are GenAI semantic conventions up to 1.37,
 * `inference.*` the latest, not released yet; which are sent is decided by `OTEL_SEMCONV_STABILITY_OPT_IN`.
 */
export const otlpMetric = {
  operationDuration: 'gen_ai.client.operation.duration',
  timeToFirstChunk: 'gen_ai.client.operation.time_to_first_chunk',
  tokenUsage: 'gen_ai.client.token.usage',
  inferenceDuration: 'gen_ai.client.inference.duration',
  inferenceTimeToFirstChunk: 'gen_ai.client.inference.time_to_first_chunk',
  inferenceInputTokens: 'gen_ai.client.inference.operation.input_tokens',
  inferenceOutputTokens: 'gen_ai.client.inference.operation.output_tokens',
  callsStarted: 'faultline.client.calls.started',
  callsInFlight: 'faultline.client.calls.in_flight',
} as const;

/** Attributes of the in-flight metrics that no span has. */
export const inFlightAttribute = {
  /** `waiting`: no response head yet; `responding`: the body should be arriving; `backing_off`: between attempts. */
  phase: 'faultline.in_flight.phase',
  /** Seconds: silent for at least this long, and less than the next class. */
  age: 'faultline.in_flight.age',
} as const;

/** `input` or `output`, of `gen_ai.client.token.usage`. */
export const tokenTypeAttribute = 'gen_ai.token.type';

/** Seconds; the advice of GenAI semantic conventions. */
export const operationDurationBuckets: readonly number[] = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];

/** Tokens; the advice of GenAI semantic conventions. */
export const tokenUsageBuckets: readonly number[] = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
];
