import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultFor, paceFor, rateFactorAt, strengthAt } from './conditions.ts';
import { parseScenario } from './parse-scenario.ts';
import type { RequestIdentity, Scenario } from './scenario.ts';
import { loadShippedScenario } from './shipped.ts';

const minute = 60_000;

function request(model: string, index: number, more: Partial<RequestIdentity> = {}): RequestIdentity {
  const provider = model.startsWith('claude')
    ? 'anthropic'
    : model.startsWith('gpt')
      ? 'openai'
      : 'gcp.gemini';
  return { provider, model, index, region: 'us', credential: 'web', text: '', ...more };
}

function failingShare(
  scenario: Scenario,
  model: string,
  atMs: number,
  more?: Partial<RequestIdentity>,
): number {
  const requests = 4000;
  let failed = 0;
  for (let index = 0; index < requests; index++) {
    if (faultFor(scenario, 7, request(model, index, more), atMs) !== null) failed += 1;
  }
  return failed / requests;
}

describe('the fault of a request', () => {
  const june22 = loadShippedScenario('june-22');

  it('follows the published shares while the outage lasts, and nobody else has it', () => {
    expect(failingShare(june22, 'claude-opus-4-8', 30 * minute)).toBeCloseTo(0.98, 1);
    expect(failingShare(june22, 'claude-haiku-4-5', 30 * minute)).toBeCloseTo(0.9, 1);
    expect(failingShare(june22, 'gpt-5.5', 30 * minute)).toBeLessThan(0.01);
  });

  it('is rare before the outage, and after a model has recovered', () => {
    expect(failingShare(june22, 'claude-opus-4-8', 24 * minute)).toBeLessThan(0.01);
    expect(failingShare(june22, 'claude-opus-4-8', 65 * minute)).toBeLessThan(0.01);
    expect(failingShare(june22, 'claude-opus-4-6', 65 * minute)).toBeGreaterThan(0.9);
  });

  it('is the same in every run of one seed, whatever order the models are asked in', () => {
    const models = ['claude-opus-4-8', 'claude-haiku-4-5', 'gpt-5.5', 'gemini-3-pro'];
    const calls = fc.array(fc.record({ model: fc.constantFrom(...models), at: fc.nat(130) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(calls, fc.integer(), (order, seed) => {
        const play = (list: typeof order): Map<string, unknown[]> => {
          const fates = new Map<string, unknown[]>(models.map((model) => [model, []]));
          for (const { model, at } of list) {
            const own = fates.get(model) ?? [];
            own.push(faultFor(june22, seed, request(model, own.length), at * minute));
          }
          return fates;
        };
        const oneModelAfterTheOther = models.flatMap((model) => order.filter((one) => one.model === model));
        expect(play(oneModelAfterTheOther)).toEqual(play(order));
      }),
    );
  });

  it('differs between seeds', () => {
    const play = (seed: number): unknown[] =>
      Array.from({ length: 50 }, (_, index) =>
        faultFor(june22, seed, request('claude-opus-4-8', index), 30 * minute),
      );
    expect(play(1)).toEqual(play(1));
    expect(play(1)).not.toEqual(play(2));
  });

  it('hits only the selected region, credential or job', () => {
    const region = loadShippedScenario('one-region');
    expect(failingShare(region, 'claude-opus-4-8', 30 * minute, { region: 'eu' })).toBeCloseTo(0.8, 1);
    expect(failingShare(region, 'claude-opus-4-8', 30 * minute, { region: 'us' })).toBeLessThan(0.01);
    const quota = loadShippedScenario('quota');
    expect(failingShare(quota, 'claude-opus-4-8', 30 * minute, { credential: 'batch' })).toBe(1);
    expect(failingShare(quota, 'claude-opus-4-8', 30 * minute)).toBeLessThan(0.01);
    const job = loadShippedScenario('poisoned-job');
    expect(failingShare(job, 'claude-sonnet-4-6', 30 * minute, { text: 'do poisoned-job-4711' })).toBe(1);
    expect(failingShare(job, 'claude-sonnet-4-6', 30 * minute)).toBeLessThan(0.01);
  });
});

describe('the pace of a vendor', () => {
  it('slows down in a brownout, gradually', () => {
    const { fleet, phases } = loadShippedScenario('brownout');
    const [opus] = fleet;
    if (!opus) throw new Error('no fleet');
    const ttft = (ms: number): number =>
      paceFor(phases, 7, opus, request(opus.model, 3), ms).timeToFirstTokenMs;
    expect(ttft(30 * minute) / ttft(20 * minute)).toBeCloseTo(3.5);
    expect(ttft(26 * minute) / ttft(20 * minute)).toBeCloseTo(2.25);
  });

  it('never ends a stream before its first token', () => {
    const { fleet } = loadShippedScenario('quiet');
    for (const profile of fleet) {
      for (let index = 0; index < 200; index++) {
        const pace = paceFor([], 7, profile, request(profile.model, index), 0);
        expect(pace.durationMs).toBeGreaterThan(pace.timeToFirstTokenMs);
      }
    }
  });
});

describe('a phase over time', () => {
  const scenario = parseScenario(
    `name: shapes
title: t
description: d
duration: 1h
fleet: reference
diurnal: { amplitude: 0.5, peakAt: 12m }
phases:
  - { from: 10m, until: 20m, ramp: 2m, rampOut: 4m, rateFactor: 3 }
  - { from: 30m, until: 40m, pulse: { on: 90s, off: 30s } }
truth: []
`,
    'shapes.yaml',
  );
  const [ramp, pulse] = scenario.phases;

  it('rises and falls on its ramps', () => {
    const at = [9.99, 10, 11, 12, 16, 18, 20].map((minutes) => ramp && strengthAt(ramp, minutes * minute));
    expect(at).toEqual([0, 0, 0.5, 1, 1, 0.5, 0]);
  });

  it('goes on and off with its pulse', () => {
    const at = [30, 31.49, 31.5, 31.99, 32].map((minutes) => pulse && strengthAt(pulse, minutes * minute));
    expect(at).toEqual([1, 1, 0, 0, 1]);
  });

  it('moves the request rate together with the time of day', () => {
    expect(rateFactorAt(scenario, 'openai', 'gpt-5.5', 12 * minute)).toBeCloseTo(3 * 1.5);
    expect(rateFactorAt(scenario, 'openai', 'gpt-5.5', 12 * minute + 12 * 60 * minute)).toBeCloseTo(0.5);
  });
});
