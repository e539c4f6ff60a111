import { describe, expect, it } from 'vitest';
import { alphaMetric, changed, complaints, judge, sloAlpha, type Tree } from '../documents.fixture.ts';

describe('an openslo/v1alpha document that cannot be used', () => {
  it.each<[Tree, string, unknown, string]>([
    [sloAlpha, 'spec.timeWindows', undefined, 'spec.timeWindows: missing; expected a list'],
    [
      sloAlpha,
      'spec.timeWindows.0.count',
      1.5,
      'spec.timeWindows[0].count: expected a whole number, got 1.5',
    ],
    [
      sloAlpha,
      'spec.objectives.0.ratioMetrics',
      undefined,
      'spec: nothing is measured; expected an `indicator`, or `ratioMetrics` in the objectives',
    ],
    [
      sloAlpha,
      'spec.indicator',
      { thresholdMetric: alphaMetric },
      'spec: `indicator` and `ratioMetrics` of the objectives exclude each other; keep one',
    ],
    [
      sloAlpha,
      'spec.objectives.0.ratioMetrics.good.source',
      'my source',
      'spec.objectives[0].ratioMetrics.good.source: expected letters only',
    ],
    [
      sloAlpha,
      'spec.budgetingMethod',
      'Timeslices',
      'spec.objectives[0].timeSliceTarget: missing; with Timeslices it says from which share of good events a slice is good',
    ],
  ])('is rejected in both modes, with the reason: %#', (tree, path, value, complaint) => {
    for (const strict of [false, true])
      expect(complaints(changed(tree, path, value), strict)).toContain(complaint);
    expect(judge(changed(tree, path, value)).verdict).toBe('reject');
  });
});
