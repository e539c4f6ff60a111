import { loadShippedScenario } from '@faultline/simulator';
import { describe, expect, it } from 'vitest';
import { type IncidentReport, type Report, shortcomings } from './report.ts';

const clock = { firstFailedMs: null, suspectedMs: null, confirmedMs: null };

function report(...incidents: Partial<IncidentReport>[]): Report {
  const whole = incidents.map((incident) => ({
    class: 'vendor_wide',
    provider: 'anthropic',
    models: [],
    firstBadMs: 0,
    suspectedMs: 0,
    confirmedMs: 0,
    resolvedMs: null,
    ...incident,
  }));
  return { scenario: 'june-22', incidents: whole, calls: 0, attempts: 0, alerts: [], clock };
}

describe('whether the demo found the outage', () => {
  const june22 = loadShippedScenario('june-22');

  it('is content with the right class at the right vendor', () => {
    expect(shortcomings(june22, report({}))).toEqual([]);
  });

  it('is not content with nothing, another class or another vendor', () => {
    expect(shortcomings(june22, report())).toEqual(['not found: vendor_wide at anthropic']);
    expect(shortcomings(june22, report({ class: 'single_model' }))).not.toEqual([]);
    expect(shortcomings(june22, report({}, { provider: 'openai' }))).toEqual([
      'found without a cause: vendor_wide at openai',
    ]);
  });

  it('expects our own network to be nobody’s fault but ours', () => {
    const own = loadShippedScenario('own-network');
    expect(shortcomings(own, report({ class: 'local_network', provider: null }))).toEqual([]);
    expect(shortcomings(own, report({}))).toHaveLength(2);
  });
});

describe('a fault of our own requests', () => {
  it('is found at every vendor they go to', () => {
    const deploy = loadShippedScenario('bad-deploy');
    const found = report({ class: 'client_error' }, { class: 'client_error', provider: 'openai' });
    expect(shortcomings(deploy, found)).toEqual([]);
    expect(shortcomings(deploy, report({}))).not.toEqual([]);
  });
});
