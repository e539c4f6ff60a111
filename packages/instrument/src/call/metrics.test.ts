import { modelLabelsMax } from '@faultline/conventions';
import { type SpanContext, TraceFlags } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { type MetricsRegistry, metricsRegistryOf } from '../metrics-registry.ts';
import { openaiChat } from '../protocols/openai-chat.ts';
import type { EndedCall } from './ended-call.ts';
import type { InFlightCall } from './in-flight.ts';
import type { LlmTarget } from './llm-request.ts';
import { type ClientMetrics, createClientMetrics } from './metrics.ts';

const targetOf = (model: string, provider = 'openai'): LlmTarget => ({
  protocol: openaiChat,
  operation: 'chat',
  provider,
  region: '',
  host: 'api.openai.com',
  port: undefined,
  model,
  stream: false,
  credential: '',
});
const endedCall = (target: LlmTarget): EndedCall => ({
  finished: {
    target,
    fingerprint: () => '',
    resendCount: 1,
    startMs: 0,
    backoffMs: 500,
    durationMs: 900,
    endedAt: 2000,
    headersMs: 300,
    firstContentMs: 400,
    bodyBytes: 100,
    head: {
      httpStatus: 200,
      vendorRequestId: undefined,
      retryAfter: undefined,
      readRateLimit: () => undefined,
      complete: (answer) => answer,
    },
    transport: 'complete',
    answer: { usage: { inputTokens: 11, outputTokens: 7 } },
    capture: undefined,
  },
  outcome: 'ok',
  attempts: 2,
  durationMs: 2000,
  firstContentMs: 400,
});
const sampled: SpanContext = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  traceFlags: TraceFlags.SAMPLED,
};
function create(inFlight: readonly InFlightCall[] = [], exemplars = false): ClientMetrics & MetricsRegistry {
  const registry = metricsRegistryOf(exemplars);
  return { ...createClientMetrics(registry, () => inFlight), ...registry };
}

describe('client metrics', () => {
  it('count each attempt, and each call once', async () => {
    const metrics = create();
    const target = targetOf('gpt-x');
    metrics.attemptEnded(target, 'vendor_error');
    metrics.attemptEnded(target, 'ok');
    metrics.callEnded(endedCall(target), { context: sampled });
    const text = await metrics.registry.metrics();
    const labels = 'provider="openai",model="gpt-x",operation="chat"';
    expect(text).toContain(`llm_client_attempts_total{${labels},outcome="vendor_error"} 1`);
    expect(text).toContain(`llm_client_attempts_total{${labels},outcome="ok"} 1`);
    expect(text).toContain(`llm_client_calls_total{${labels},outcome="ok"} 1`);
    expect(text).toContain(`llm_client_call_duration_seconds_sum{${labels},outcome="ok"} 2`);
    expect(text).toContain(`llm_client_tokens_total{${labels},outcome="ok",type="output"} 7`);
  });

  it('show what is in flight, how long it has been silent, and 0 once it is over', async () => {
    const call = (silentMs: number): InFlightCall => ({
      target: targetOf('gpt-x'),
      phase: 'waiting',
      silentMs: () => silentMs,
    });
    const inFlight = [call(1500), call(42_000)];
    const metrics = create(inFlight);
    const labels = 'provider="openai",model="gpt-x",operation="chat"';
    const before = await metrics.registry.metrics();
    expect(before).toContain(`llm_client_calls_in_flight{${labels}} 2`);
    expect(before).toContain(`llm_client_calls_in_flight_silence_seconds{${labels}} 42`);
    inFlight.length = 0;
    const after = await metrics.registry.metrics();
    expect(after).toContain(`llm_client_calls_in_flight{${labels}} 0`);
    expect(after).toContain(`llm_client_calls_in_flight_silence_seconds{${labels}} 0`);
  });

  it('link a sampled trace as an exemplar where that is asked for', async () => {
    const metrics = create([], true);
    metrics.callEnded(endedCall(targetOf('gpt-x')), { context: sampled });
    const text = await metrics.registry.metrics();
    expect(text).toContain(`trace_id="${sampled.traceId}"`);
    expect(metrics.registry.contentType).toContain('openmetrics');
  });

  it('stop naming models when there are too many', async () => {
    const metrics = create();
    for (let index = 0; index <= modelLabelsMax; index += 1)
      metrics.attemptEnded(targetOf(`typo-${index}`, 'flooded'), 'ok');
    metrics.attemptEnded(targetOf('typo-1', 'flooded'), 'ok');
    const text = await metrics.registry.metrics();
    expect(text).toContain('model="other",operation="chat",outcome="ok"} 1');
    expect(text).toContain('model="typo-1",operation="chat",outcome="ok"} 2');
    expect(text).not.toContain(`typo-${modelLabelsMax}"`);
  });
});
