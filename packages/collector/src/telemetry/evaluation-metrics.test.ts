import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { sampleTransition } from '../store/samples.fixture.ts';
import { createEvaluationMetrics, type MeasuredVerdict } from './evaluation-metrics.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');

function bench() {
  const registry = new Registry();
  const metrics = createEvaluationMetrics(registry);
  const serviceLevels = { statuses: [], untilMs: null, omitted: 0 };
  return {
    metrics,
    observe: (
      incidents: Parameters<typeof metrics.observe>[0]['incidents'],
      ...verdicts: MeasuredVerdict[]
    ) => metrics.observe({ incidents, serviceLevels, ingestDelayMs: null, verdicts, atMs: nowMs }),
    series: async (name: string) =>
      (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`)),
  };
}

function verdict(model: string | null, changes: Partial<MeasuredVerdict> = {}): MeasuredVerdict {
  return { provider: 'openai', model, region: null, state: 'ok', override: null, ...changes };
}

it('health is that of the feed: of each model, without regions, as operators say', async () => {
  const { observe, series, metrics } = bench();
  const override = { author: 'kim' };
  observe(
    [],
    verdict(null, { override }),
    verdict('a', { state: 'degraded' }),
    verdict('a', { state: 'down', region: 'eu' }),
    verdict('b', { state: 'down', override }),
  );
  expect(await series('llm_vendor_health_state')).toEqual([
    'llm_vendor_health_state{provider="openai",model="a"} 1',
    'llm_vendor_health_state{provider="openai",model="b"} 2',
  ]);
  expect(await series('llm_vendor_health_override')).toEqual([
    'llm_vendor_health_override{provider="openai",model=""} 1',
    'llm_vendor_health_override{provider="openai",model="b"} 1',
  ]);
  // What an operator says holds while nothing can be evaluated.
  metrics.failed();
  expect(await series('llm_vendor_health_state')).toEqual([
    'llm_vendor_health_state{provider="openai",model="a"} -1',
    'llm_vendor_health_state{provider="openai",model="b"} 2',
  ]);
  observe([], verdict('a'));
  expect(await series('llm_vendor_health_override')).toEqual([]);
});

it('incidents count while they are open, and not those that are muted or not the fault of the vendor', async () => {
  const { observe, series } = bench();
  const open = sampleTransition({ firstBadMs: nowMs, state: 'confirmed', confirmedMs: nowMs });
  const muted = { ...open, review: { mutedBy: 'drill', notTheVendor: null } };
  const denied = { ...open, review: { mutedBy: null, notTheVendor: { author: 'kim', text: '' } } };
  const over = sampleTransition({ firstBadMs: nowMs, state: 'resolved', resolvedMs: nowMs });
  observe([open, muted, denied, over]);
  expect(await series('llm_incident_active')).toEqual([
    'llm_incident_active{provider="anthropic",class="vendor_wide",state="confirmed"} 1',
  ]);
});
