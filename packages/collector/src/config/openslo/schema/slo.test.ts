import { describe, expect, it } from 'vitest';
import { changed, complaints, judge, query, sloV1, sloV2, type Tree } from '../documents.fixture.ts';

describe('an SLO that cannot be used', () => {
  it.each<[Tree, string, unknown, string]>([
    [sloV1, 'spec.service', '', 'spec.service: missing; expected text'],
    [
      sloV1,
      'spec.budgetingMethod',
      'Ocurrences',
      'spec.budgetingMethod: expected one of Occurrences, Timeslices, RatioTimeslices, got "Ocurrences"',
    ],
    [sloV1, 'spec.timewindow', [], 'spec.timewindow: unknown key `timewindow`; did you mean `timeWindow`?'],
    [
      sloV1,
      'spec.timeWindow.0.duration',
      'Week',
      'spec.timeWindow[0].duration: "Week" is no duration; expected a number and one of m, h, d, w, M, Q, Y, like 28d; m is minutes, M months',
    ],
    [
      sloV2,
      'spec.timeWindow.0.duration',
      '1M',
      'spec.timeWindow[0].duration: "1M" is no duration; expected a number and one of m, h, d, w, like 28d',
    ],
    [
      sloV1,
      'spec.timeWindow.0.isRolling',
      'true',
      'spec.timeWindow[0].isRolling: expected true or false, got "true"; remove the quotes',
    ],
    [
      sloV1,
      'spec.timeWindow.0.isRolling',
      false,
      'spec.timeWindow[0]: a window that is not rolling needs a `calendar`; add one, or set `isRolling: true`',
    ],
    [
      sloV1,
      'spec.timeWindow.0.calendar',
      { startTime: '2026-01-01 00:00:00', timeZone: 'UTC' },
      'spec.timeWindow[0]: `isRolling: true` and `calendar` exclude each other; keep one',
    ],
    [
      sloV1,
      'spec.timeWindow.1',
      { duration: '1d', isRolling: true },
      'spec.timeWindow: expected exactly one time window, got 2',
    ],
    [
      sloV1,
      'spec.indicatorRef',
      'completed',
      'spec: `indicator` and `indicatorRef` exclude each other; keep one',
    ],
    [sloV1, 'spec.indicator', undefined, 'spec: missing; expected `indicator` or `indicatorRef`'],
    [
      sloV1,
      'spec.objectives.0.target',
      0.995,
      'spec.objectives[0]: `target` and `targetPercent` exclude each other; keep one',
    ],
    [
      sloV1,
      'spec.objectives.0.targetPercent',
      undefined,
      'spec.objectives[0]: missing; expected `target` or `targetPercent`',
    ],
    [
      sloV1,
      'spec.objectives.0.targetPercent',
      100,
      'spec.objectives[0].targetPercent: expected a number from 0 to below 100, like 99.9',
    ],
    [
      sloV1,
      'spec.objectives.0.targetPercent',
      '99.5',
      'spec.objectives[0].targetPercent: expected a number, got "99.5"; remove the quotes',
    ],
    [
      sloV2,
      'spec.objectives.0.target',
      99.5,
      'spec.objectives[0].target: expected a number from 0 to below 1, like 0.999',
    ],
    [
      sloV2,
      'spec.objectives.0.sliRef',
      'other',
      'spec: `sli` or `sliRef` belongs either here or in the objectives, not in both',
    ],
  ])('is rejected in both modes, with the reason: %#', (tree, path, value, complaint) => {
    for (const strict of [false, true])
      expect(complaints(changed(tree, path, value), strict)).toContain(complaint);
    expect(judge(changed(tree, path, value)).verdict).toBe('reject');
  });

  it('a threshold has to be compared with something', () => {
    const threshold = changed(sloV1, 'spec.indicator.spec', { thresholdMetric: { metricSource: query } });
    expect(complaints(threshold)).toEqual([
      'spec.objectives[0].value: missing; a `thresholdMetric` needs a number to compare with',
      'spec.objectives[0].op: missing; a `thresholdMetric` needs one of gt, lt, gte, lte',
    ]);
    expect(judge(changed(threshold, 'spec.objectives', [{ target: 0.9, op: 'lte', value: 2 }])).verdict).toBe(
      'accept',
    );
  });

  it('time slices have to be long and good enough for something', () => {
    const slices = changed(sloV1, 'spec.budgetingMethod', 'Timeslices');
    expect(judge(slices).problems.map(({ path }) => path)).toEqual([
      'spec.objectives[0].timeSliceTarget',
      'spec.objectives[0].timeSliceWindow',
    ]);
    const objective = { target: 0.9, timeSliceTarget: 0.95, timeSliceWindow: '1m' };
    expect(judge(changed(slices, 'spec.objectives', [objective])).verdict).toBe('accept');
    expect(judge(changed(slices, 'spec.objectives', [{ ...objective, timeSliceTarget: 0 }])).verdict).toBe(
      'reject',
    );
  });
});
