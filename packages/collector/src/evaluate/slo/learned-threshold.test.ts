import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketEdgesMs, bucketOf } from '../../model/latency-buckets.ts';
import type { FirstDays } from '../../model/slo.ts';
import {
  firstDaysAsked,
  measuresToLearn,
  thresholdFor,
  thresholdsFrom,
  thresholdsIn,
} from './learned-threshold.ts';

const model = { provider: 'anthropic', model: 'claude-opus-4-8', environment: 'prod' };
const asLearned = { measure: 'time_to_first_chunk', thresholdMs: 'learned' } as const;

function firstDays(valuesMs: readonly number[], days: number = firstDaysAsked.days): FirstDays {
  const histogram = new Map<number, number>();
  for (const value of valuesMs) histogram.set(bucketOf(value), (histogram.get(bucketOf(value)) ?? 0) + 1);
  return { ...model, days, histogram };
}

function learnedFrom(...models: readonly FirstDays[]): number | undefined {
  const learned = new Map([[asLearned.measure, thresholdsFrom(models)] as const]);
  return thresholdFor(asLearned, model, learned)?.thresholdMs;
}

describe('a learned threshold', () => {
  it('is half more than what nearly all calls took in the first week, on the next edge', () => {
    // 95 of 100 below 850 ms, so p95 is 850; 1275 ms lies between 1250 and 1500.
    expect(learnedFrom(firstDays([...Array(95).fill(800), ...Array(5).fill(9_000)]))).toBe(1_500);
  });

  it('is there once the week is complete, and not before', () => {
    expect(learnedFrom(firstDays([800, 900], firstDaysAsked.days - 1))).toBeUndefined();
    expect(learnedFrom()).toBeUndefined();
  });

  it('is given to nothing that is slower than the histograms can tell', () => {
    expect(learnedFrom(firstDays([900_000]))).toBeUndefined();
  });

  it('belongs to one model in one environment', () => {
    const staging = { ...firstDays([800]), environment: 'staging' };
    expect(learnedFrom(staging)).toBeUndefined();
  });

  it('lies on an edge and above what it was learned from', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500_000 }), { minLength: 1 }), (valuesMs) => {
        const thresholdMs = learnedFrom(firstDays(valuesMs));
        expect(bucketEdgesMs).toContain(thresholdMs);
        const faster = valuesMs.filter((value) => value < (thresholdMs ?? 0)).length;
        expect(faster / valuesMs.length).toBeGreaterThanOrEqual(0.95 - 1 / valuesMs.length);
      }),
    );
  });
});

it('a threshold that is given is nobody else’s, and nothing is learned for it', () => {
  const given = { measure: 'duration', thresholdMs: 2_000 } as const;
  expect(thresholdFor(given, model, new Map())).toEqual(given);
  expect(thresholdsIn(given, new Map())).toEqual([given]);
  expect(thresholdsIn(asLearned, new Map())).toEqual([]);
});

it('a measure is learned once, however many objectives want it', () => {
  const slo = {
    name: 'x',
    scope: 'model',
    policy: 'availability',
    targetPercent: '95',
    period: { kind: 'rolling', days: 28 },
    match: {},
    tiers: [],
  } as const;
  expect(measuresToLearn([slo, { ...slo, threshold: asLearned }, { ...slo, threshold: asLearned }])).toEqual([
    'time_to_first_chunk',
  ]);
});
