import { modelLabelsMax } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { createClientMetrics } from './metrics.ts';

const series = (model: string) => ({ provider: 'openai', model, operation: 'chat' });

describe('client metrics', () => {
  it('count each attempt, and each call once', async () => {
    const metrics = createClientMetrics();
    metrics.callStarted(series('gpt-x'));
    metrics.attemptEnded(series('gpt-x'), 'vendor_error');
    metrics.attemptEnded(series('gpt-x'), 'ok');
    const usage = { inputTokens: 11, outputTokens: 7 };
    metrics.callEnded(series('gpt-x'), {
      outcome: 'ok',
      durationSeconds: 2,
      timeToFirstChunkSeconds: 0.4,
      usage,
    });
    const text = await metrics.registry.metrics();
    const labels = 'provider="openai",model="gpt-x",operation="chat"';
    expect(text).toContain(`llm_client_attempts_total{${labels},outcome="vendor_error"} 1`);
    expect(text).toContain(`llm_client_attempts_total{${labels},outcome="ok"} 1`);
    expect(text).toContain(`llm_client_calls_total{${labels},outcome="ok"} 1`);
    expect(text).toContain(`llm_client_calls_in_flight{${labels}} 0`);
    expect(text).toContain(`llm_client_tokens_total{${labels},outcome="ok",type="output"} 7`);
  });

  it('stop naming models when there are too many', async () => {
    const metrics = createClientMetrics();
    for (let index = 0; index <= modelLabelsMax; index += 1)
      metrics.attemptEnded(series(`typo-${index}`), 'ok');
    metrics.attemptEnded(series('typo-1'), 'ok');
    const text = await metrics.registry.metrics();
    expect(text).toContain('model="other",operation="chat",outcome="ok"} 1');
    expect(text).toContain('model="typo-1",operation="chat",outcome="ok"} 2');
    expect(text).not.toContain(`typo-${modelLabelsMax}"`);
  });
});
