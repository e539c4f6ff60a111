import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { sampleAttempt, sampleCall, sampleMetered } from '../store/samples.fixture.ts';
import type { Intake } from '../store/store.ts';
import { countRows } from './call-metrics.ts';

const endMs = Date.now();

function counting(intake: Intake = createMemoryStore()) {
  const registry = new Registry();
  const counted = countRows(intake, registry);
  const values = async (name: string): Promise<Record<string, number>> => {
    const metric = await registry.getSingleMetric(name)?.get();
    return Object.fromEntries(
      (metric?.values ?? []).map(({ labels, value }) => [`${labels.model} ${labels.outcome}`, value]),
    );
  };
  return {
    append: (rows: Partial<Parameters<Intake['append']>[0]>) =>
      counted.append({ calls: [], attempts: [], ...rows }),
    calls: () => values('llm_calls_total'),
    attempts: () => values('llm_attempts_total'),
  };
}

describe('the counters of calls and attempts', () => {
  it('count what is durable, by model and outcome', async () => {
    const { append, calls, attempts } = counting();
    await append({
      calls: [sampleCall({ endMs }), sampleCall({ endMs, outcome: 'timeout' })],
      attempts: [sampleAttempt({ endMs }), sampleAttempt({ endMs })],
    });
    expect(await calls()).toEqual({ 'claude-opus-4-8 ok': 1, 'claude-opus-4-8 timeout': 1 });
    expect(await attempts()).toEqual({ 'claude-opus-4-8 ok': 2 });
  });

  it('count nothing that comes again', async () => {
    const { append, calls } = counting({
      refusal: () => undefined,
      append: async () => ({ kind: 'retry', afterSeconds: 1, reason: 'the spool is full' }),
    });
    await append({ calls: [sampleCall({ endMs })], metered: [sampleMetered({ endMs })] });
    expect(await calls()).toEqual({});
  });

  it('count once what is sent again, whole or with something new', async () => {
    const { append, calls, attempts } = counting();
    const [call, attempt] = [sampleCall({ endMs }), sampleAttempt({ endMs })];
    const metered = sampleMetered({ endMs, service: 'metered', calls: 7, outcome: 'timeout' });
    await append({ calls: [call, call], attempts: [attempt], metered: [metered] });
    await append({ calls: [call], attempts: [attempt], metered: [metered] });
    await append({ calls: [call, sampleCall({ endMs })], attempts: [attempt], metered: [metered] });
    expect(await calls()).toEqual({ 'claude-opus-4-8 ok': 2, 'claude-opus-4-8 timeout': 7 });
    expect(await attempts()).toEqual({ 'claude-opus-4-8 ok': 1 });
  });

  it('count a call once, not for the gateway on its way as well', async () => {
    const { append, calls } = counting();
    await append({ calls: [sampleCall({ endMs }), sampleCall({ endMs, vantage: 'gateway' })] });
    expect(await calls()).toEqual({ 'claude-opus-4-8 ok': 1 });
  });

  it('count calls of metrics for services that send nothing else', async () => {
    const { append, calls, attempts } = counting();
    const told = { endMs, service: 'told' };
    await append({ calls: [sampleCall({ ...told, model: '', responseModel: 'm' })] });
    await append({
      metered: [
        sampleMetered({ ...told, model: 'm', calls: 5 }),
        sampleMetered({ endMs, service: 'metered', model: 'm', calls: 7, outcome: 'overloaded' }),
      ],
    });
    expect(await calls()).toEqual({ 'm ok': 1, 'm overloaded': 7 });
    expect(await attempts()).toEqual({});
  });

  it('count calls of metrics again when a day has passed without spans', async () => {
    const { append, calls } = counting();
    const dayMs = 86_400_000;
    await append({ calls: [sampleCall({ endMs })] });
    await append({ metered: [sampleMetered({ endMs: endMs + dayMs - 1, calls: 5, outcome: 'timeout' })] });
    await append({ metered: [sampleMetered({ endMs: endMs + dayMs, calls: 7, outcome: 'timeout' })] });
    expect(await calls()).toEqual({ 'claude-opus-4-8 ok': 1, 'claude-opus-4-8 timeout': 7 });
  });
});
