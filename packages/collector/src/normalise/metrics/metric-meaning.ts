import { otlpMetric } from '@faultline/conventions';

/** What a metric tells of calls. `tokens` are input or output by an attribute of each point. */
export type Fact = 'calls' | 'first_chunks' | 'input_tokens' | 'output_tokens';

export interface MetricMeaning {
  readonly fact: Fact | 'tokens' | 'server_side';
  /**
   * Which of the names that the conventions gave to the fact over time this is, the newest being the highest. Who sends
   * several, as is advised for a transition, means the same calls.
   */
  readonly generation: number;
}

/** GenAI semantic conventions: up to 1.37, and the two kinds of metrics of the latest. */
const meanings: ReadonlyMap<string, MetricMeaning> = new Map([
  [otlpMetric.inferenceDuration, { fact: 'calls', generation: 3 }],
  [otlpMetric.operationDuration, { fact: 'calls', generation: 1 }],
  [otlpMetric.inferenceTimeToFirstChunk, { fact: 'first_chunks', generation: 3 }],
  [otlpMetric.timeToFirstChunk, { fact: 'first_chunks', generation: 1 }],
  [otlpMetric.inferenceInputTokens, { fact: 'input_tokens', generation: 3 }],
  [otlpMetric.inferenceOutputTokens, { fact: 'output_tokens', generation: 3 }],
  ['gen_ai.client.inference.usage.input_tokens', { fact: 'input_tokens', generation: 2 }],
  ['gen_ai.client.inference.usage.output_tokens', { fact: 'output_tokens', generation: 2 }],
  [otlpMetric.tokenUsage, { fact: 'tokens', generation: 1 }],
  // What a server saw of a call would count it again.
  ['gen_ai.server.request.duration', { fact: 'server_side', generation: 1 }],
  ['gen_ai.server.time_per_output_token', { fact: 'server_side', generation: 1 }],
  ['gen_ai.server.time_to_first_token', { fact: 'server_side', generation: 1 }],
]);

/** Metrics of calls that ended. */
export const endedMetricNames: readonly string[] = [...meanings.keys()];

export function meaningOf(name: string): MetricMeaning | undefined {
  return meanings.get(name);
}

/** UCUM. The conventions measure in seconds, which is also meant where no unit stands. */
const msPerUnit: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['ms', 1],
  ['min', 60_000],
]);

export function millisecondsPer(unit: string): number {
  return msPerUnit.get(unit) ?? 1000;
}
