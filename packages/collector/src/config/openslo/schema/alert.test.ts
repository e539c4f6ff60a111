import { describe, expect, it } from 'vitest';
import { changed, complaints, judge, policyV1, sloV1, type Tree } from '../documents.fixture.ts';

describe('alerting that cannot be used', () => {
  it.each<[Tree, string, unknown, string]>([
    [
      sloV1,
      'spec.alertPolicies',
      [{}],
      'spec.alertPolicies[0]: missing; expected `alertPolicyRef` or a whole AlertPolicy (`kind`, `metadata`, `spec`)',
    ],
    [
      policyV1,
      'spec.conditions.0.conditionRef',
      'burning',
      'spec.conditions[0]: `conditionRef` and a whole AlertCondition exclude each other; keep one',
    ],
    [
      policyV1,
      'spec.conditions.0.metadata',
      undefined,
      'spec.conditions[0].metadata: missing; a whole AlertCondition needs `kind`, `metadata` and `spec`',
    ],
    [
      policyV1,
      'spec.conditions.1',
      { conditionRef: 'slow' },
      'spec.conditions: expected exactly one condition; a policy for each, got 2',
    ],
    [
      policyV1,
      'spec.notificationTargets',
      [],
      'spec.notificationTargets: expected at least one target, got 0',
    ],
    [
      policyV1,
      'spec.conditions.0.spec.condition.op',
      'more',
      'spec.conditions[0].spec.condition.op: expected one of gt, lt, gte, lte, got "more"',
    ],
    [
      policyV1,
      'spec.conditions.0.spec.severity',
      undefined,
      'spec.conditions[0].spec.severity: missing; expected text',
    ],
    [
      policyV1,
      'spec.alertWhenNodata',
      true,
      'spec.alertWhenNodata: unknown key `alertWhenNodata`; did you mean `alertWhenNoData`?',
    ],
  ])('is rejected in both modes, with the reason: %#', (tree, path, value, complaint) => {
    for (const strict of [false, true])
      expect(complaints(changed(tree, path, value), strict)).toContain(complaint);
    expect(judge(changed(tree, path, value)).verdict).toBe('reject');
  });

  it('how long a burn lasts before the alert may be left open in v1, but not in v2alpha', () => {
    const open = changed(policyV1, 'spec.conditions.0.spec.condition.alertAfter', undefined);
    expect(judge(open).verdict).toBe('accept');
    expect(complaints(changed(open, 'apiVersion', 'openslo.com/v2alpha'))).toEqual([
      'spec.conditions[0].spec.condition.alertAfter: missing; expected text',
    ]);
  });
});
