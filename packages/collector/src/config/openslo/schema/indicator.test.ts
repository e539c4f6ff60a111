import { describe, expect, it } from 'vitest';
import {
  changed,
  complaints,
  judge,
  query,
  sliV2,
  sloV1,
  sourceV1,
  type Tree,
} from '../documents.fixture.ts';

describe('an indicator that cannot be used', () => {
  it.each<[Tree, string, unknown, string]>([
    [
      sloV1,
      'spec.indicator.spec',
      {},
      'spec.indicator.spec: missing; expected `thresholdMetric` or `ratioMetric`',
    ],
    [
      sloV1,
      'spec.indicator.spec.ratioMetric.bad',
      { metricSource: query },
      'spec.indicator.spec.ratioMetric: `good` and `bad` exclude each other; keep one',
    ],
    [
      sloV1,
      'spec.indicator.spec.ratioMetric.good',
      undefined,
      'spec.indicator.spec.ratioMetric: `total` alone is no ratio; add `good` or `bad`',
    ],
    [
      sloV1,
      'spec.indicator.spec.ratioMetric',
      { raw: { metricSource: query } },
      'spec.indicator.spec.ratioMetric.rawType: `raw` needs to be told what it counts; expected success or failure',
    ],
    [
      sloV1,
      'spec.indicator.spec.ratioMetric.good.metricSource.spec',
      {},
      'spec.indicator.spec.ratioMetric.good.metricSource.spec: empty; expected the query',
    ],
    [
      sourceV1,
      'spec.connectionDetails',
      undefined,
      'spec.connectionDetails: missing; expected how to connect, or {}',
    ],
    [
      sliV2,
      'spec.thresholdMetric.dataSourceSpec',
      { type: 'x', connectionDetails: {} },
      'spec.thresholdMetric: `dataSourceRef` and `dataSourceSpec` exclude each other; keep one',
    ],
  ])('is rejected in both modes, with the reason: %#', (tree, path, value, complaint) => {
    for (const strict of [false, true])
      expect(complaints(changed(tree, path, value), strict)).toContain(complaint);
    expect(judge(changed(tree, path, value)).verdict).toBe('reject');
  });
});
