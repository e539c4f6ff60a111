import { describe, expect, it } from 'vitest';
import { changed, judge, sloAlpha, sloV1, sloV2, type Tree } from './documents.fixture.ts';

describe('what is clear but not by the letter is a warning, and an error in strict mode', () => {
  it.each<[string, Tree, string, unknown, string]>([
    ['op of a ratio', sloV1, 'spec.objectives.0.op', 'gt', 'spec.objectives[0].op'],
    ['value of a ratio', sloV1, 'spec.objectives.0.value', 1, 'spec.objectives[0].value'],
    ['a name with capitals', sloV1, 'metadata.name', 'Availability_1.0', 'metadata.name'],
    ['a long name', sloV1, 'metadata.name', 'x'.repeat(64), 'metadata.name'],
    ['a reference with capitals', sloV2, 'spec.sliRef', 'Completed', 'spec.sliRef'],
    ['no time window', sloV1, 'spec.timeWindow', undefined, 'spec.timeWindow'],
    ['an empty list of time windows', sloV2, 'spec.timeWindow', [], 'spec.timeWindow'],
    ['a name for an alert policy', sloV1, 'spec.alertPolicies', ['fast-burn'], 'spec.alertPolicies[0]'],
    ['v1alpha without value', sloAlpha, 'spec.objectives.0.value', undefined, 'spec.objectives[0].value'],
    [
      'v1alpha without isRolling',
      sloAlpha,
      'spec.timeWindows.0.isRolling',
      undefined,
      'spec.timeWindows[0].isRolling',
    ],
    ['op of a v1alpha ratio', sloAlpha, 'spec.objectives.0.op', 'lte', 'spec.objectives[0].op'],
  ])('%s', (_, tree, path, value, at) => {
    const document = changed(tree, path, value);
    expect(judge(document).verdict).toBe('warn');
    expect(judge(document).problems.map((problem) => problem.path)).toEqual([at]);
    expect(judge(document).definition).not.toBeNull();
    expect(judge(document, true)).toMatchObject({ verdict: 'reject', definition: null });
  });

  it.each<[Tree, string, unknown]>([
    [sloV1, 'spec.timeWindow', ''],
    [sloV1, 'spec.timeWindow', '28d'],
    [sloAlpha, 'spec.timeWindows.0.isRolling', false],
    [sloAlpha, 'spec.timeWindows.0.isRolling', ''],
    [sloV1, 'spec.timeWindow.0.isRolling', undefined],
    [sloV1, 'spec.alertPolicies', [42]],
  ])('but what is written wrong is not left out: %#', (tree, path, value) => {
    expect(judge(changed(tree, path, value)).verdict).toBe('reject');
  });

  it('service in v2alpha, unless serviceRef says something else', () => {
    const renamed = changed(changed(sloV2, 'spec.serviceRef', undefined), 'spec.service', 'chat');
    expect(judge(renamed)).toMatchObject({ verdict: 'warn', definition: { service: 'chat' } });
    expect(judge(renamed, true).verdict).toBe('reject');
    expect(judge(changed(sloV2, 'spec.service', 'chat')).verdict).toBe('warn');
    expect(judge(changed(sloV2, 'spec.service', 'search')).verdict).toBe('reject');
  });
});
