import { expect, it } from 'vitest';
import { loadShippedScenario, shippedScenarios } from './shipped.ts';

const required = [
  'bad-deploy',
  'blank',
  'brownout',
  'flapping',
  'half-models',
  'hang',
  'june-16',
  'june-22',
  'june-23',
  'june-5',
  'one-region',
  'own-network',
  'poisoned-job',
  'quiet',
  'quota',
  'single-model',
  'slow-burn',
];

it('ships every outage that is worth rehearsing', () => {
  expect(shippedScenarios()).toEqual(required);
});

it.each(shippedScenarios())('%s can be played, and its truth lies inside it', (name) => {
  const scenario = loadShippedScenario(name);
  expect(scenario.name).toBe(name);
  expect(scenario.fleet).toHaveLength(9);
  for (const span of [...scenario.phases, ...scenario.truth]) {
    expect(span.untilMs).toBeLessThan(scenario.durationMs);
    // Detectors need to see what normal is before anything happens.
    expect(span.fromMs).toBeGreaterThanOrEqual(25 * 60_000);
  }
  for (const truth of scenario.truth) {
    const models = scenario.fleet
      .filter(({ provider }) => provider === truth.provider)
      .map(({ model }) => model);
    expect(models).toEqual(expect.arrayContaining([...truth.models]));
  }
});

it('plays June 22 with the published shares of errors', () => {
  const { phases } = loadShippedScenario('june-22');
  const shares = phases.map(({ models, faults }) => [
    models?.[0],
    Object.values(faults)
      .reduce((sum, share) => sum + share, 0)
      .toFixed(2),
  ]);
  expect(shares).toEqual([
    ['claude-opus-4-8', '0.98'],
    ['claude-opus-4-7', '0.97'],
    ['claude-opus-4-6', '0.95'],
    ['claude-sonnet-4-6', '0.99'],
    ['claude-haiku-4-5', '0.90'],
  ]);
});

it('names the scenarios there are when asked for one there is not', () => {
  const all = required.join(', ');
  expect(() => loadShippedScenario('june-31')).toThrow(`no scenario "june-31"; there are ${all}`);
});
