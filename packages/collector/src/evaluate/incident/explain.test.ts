import { describe, expect, it } from 'vitest';
import type { Incident, ModelEvidence } from '../../model/incident.ts';
import { explain } from './explain.ts';

const firstBadMs = Date.parse('2026-06-22T14:02:10Z');

function model(name: string, recoveredMs: number | null = null): ModelEvidence {
  return { model: name, attempts: 1000, bad: 981, firstBadMs, recoveredMs, abandoned: false };
}

function incident(changes: Partial<Incident>, evidence: Partial<Incident['evidence']> = {}): Incident {
  return {
    channel: 'errors',
    id: '7KQ2ABCD',
    state: 'confirmed',
    class: 'vendor_wide',
    widestClass: 'vendor_wide',
    kind: 'errors',
    provider: 'anthropic',
    models: ['opus-4-8', 'opus-4-7'],
    region: null,
    credential: null,
    confidence: 0.97,
    firstBadMs,
    suspectedMs: firstBadMs,
    confirmedMs: firstBadMs,
    recoveringMs: null,
    resolvedMs: null,
    ...changes,
    evidence: {
      attempts: 4120,
      bad: 4042,
      dominantOutcome: 'overloaded',
      affected: [model('opus-4-8'), model('opus-4-7')],
      healthyModels: ['haiku-4-5'],
      undecidedModels: [],
      controls: [
        { provider: 'openai', attempts: 900, bad: 3 },
        { provider: 'gcp.gemini', attempts: 300, bad: 0 },
      ],
      services: ['checkout', 'search'],
      credentials: ['a', 'b'],
      regions: [],
      hypotheses: [],
      ...evidence,
    },
  };
}

describe('the sentence of an incident', () => {
  it('says who, how much, compared with whom, from where, whose fault and since when', () => {
    expect(explain(incident({}))).toBe(
      'Anthropic: 2 of 3 models failing (98.1 % of 4,120 attempts, overloaded), OpenAI and Google Gemini normal, ' +
        '2 services, 2 keys: vendor-wide, since 14:02:10 UTC.',
    );
  });

  it('names the model when it is one', () => {
    const one = incident({ class: 'single_model', models: ['opus-4-8'] }, { affected: [model('opus-4-8')] });
    expect(explain(one)).toContain('1 of 2 models failing (opus-4-8)');
  });

  it('admits that one model is all it can see', () => {
    const only = incident({ class: 'single_model' }, { affected: [model('opus-4-8')], healthyModels: [] });
    expect(explain(only)).toContain('opus-4-8 failing, the only model we call');
  });

  it('does not call a vendor normal that fails too, or that nobody called', () => {
    const controls = [
      { provider: 'openai', attempts: 900, bad: 400 },
      { provider: 'groq', attempts: 0, bad: 0 },
    ];
    expect(explain(incident({}, { controls }))).not.toContain('normal');
  });

  it('says that it is over', () => {
    expect(explain(incident({ state: 'resolved' }))).toMatch(/^Anthropic: normal again/);
    const local = incident({
      provider: null,
      channel: 'connection',
      class: 'local_network',
      state: 'resolved',
    });
    expect(explain(local)).toMatch(/^Every vendor reachable again/);
  });
});
