import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed, complaints, judge, sloAlpha, sloV1, sloV2, type Tree, valid } from './documents.fixture.ts';
import { loadOpenSlo } from './load-openslo.ts';
import type { Path } from './parse-documents.ts';

describe('a document that says not what it is', () => {
  it.each<[Tree, string, unknown, string]>([
    [
      sloV1,
      'apiVersion',
      'openslo/v11',
      'apiVersion: expected one of openslo/v1, openslo/v1alpha, openslo.com/v2alpha, got "openslo/v11"; did you mean openslo/v1?',
    ],
    [
      sloV1,
      'kind',
      'Slo',
      'kind: expected one of DataSource, Service, SLI, SLO, AlertPolicy, AlertCondition, AlertNotificationTarget in openslo/v1, got "Slo"; did you mean SLO?',
    ],
    [sloAlpha, 'kind', undefined, 'kind: missing; expected one of Service, SLO in openslo/v1alpha'],
    [sloV1, 'metadata', undefined, 'metadata: missing; expected a mapping'],
  ])('is rejected in both modes, with the reason: %#', (tree, path, value, complaint) => {
    for (const strict of [false, true])
      expect(complaints(changed(tree, path, value), strict)).toContain(complaint);
    expect(judge(changed(tree, path, value)).verdict).toBe('reject');
  });

  it('a document has to be a mapping', () => {
    expect(loadOpenSlo([{ name: 'slo.yaml', text: 'hello' }], { strict: false }).documents).toMatchObject([
      { verdict: 'reject', problems: [{ path: '', message: expect.stringContaining('expected a mapping') }] },
    ]);
  });

  it('and all its problems are named at once, each with its line', () => {
    const text = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: availability
spec:
  service: chat
  indicatorRef: completed
  indicator:
    metadata: { name: inline }
  budgetingMethod: Sometimes
  timeWindow:
    - duration: 28
  objectives:
    - targetPercent: 99.5
      target: 0.995
      pageAlert: yes
`;
    const [document] = loadOpenSlo([{ name: 'slo.yaml', text }], { strict: false }).documents;
    expect(document?.problems.map(({ line, path }) => `${line} ${path}`)).toEqual([
      '8 spec.indicator.spec',
      '10 spec.budgetingMethod',
      '12 spec.timeWindow[0].duration',
      '12 spec.timeWindow[0]',
      '16 spec.objectives[0].pageAlert',
      '14 spec.objectives[0]',
      '5 spec',
    ]);
  });
});

describe('a document as the Go SDK wants it', () => {
  it.each(Object.entries(valid))('is accepted in both modes: %s', (_, tree) => {
    for (const strict of [false, true])
      expect(judge(tree, strict)).toMatchObject({ verdict: 'accept', problems: [] });
  });
});

describe('a time window shorter than an hour', () => {
  it.each<[Tree, string, unknown]>([
    [sloV1, 'spec.timeWindow.0.duration', '1m'],
    [sloV2, 'spec.timeWindow.0.duration', '59m'],
    [sloAlpha, 'spec.timeWindows.0', { unit: 'Second', count: 30, isRolling: true }],
  ])('is warned about, also in strict mode: 1m is a minute and not a month', (tree, path, value) => {
    for (const strict of [false, true]) {
      const { verdict, problems } = judge(changed(tree, path, value), strict);
      expect(verdict).toBe('warn');
      expect(problems).toMatchObject([{ severity: 'warning', message: expect.stringContaining('M months') }]);
    }
  });

  it('is not one of an hour', () => {
    expect(judge(changed(sloV1, 'spec.timeWindow.0.duration', '1h')).verdict).toBe('accept');
  });
});

describe('whatever stands in a document', () => {
  const anything = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      undefined,
      [],
      {},
      '',
      'gt',
      '28d',
      'Name',
      0,
      1,
      true,
      [null],
      [{}],
      [[]],
      { '<<': 1 },
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const mutation = fc.constantFrom(...Object.values(valid)).chain((tree) =>
    fc.record({
      tree: fc.constant(tree),
      path: fc.constantFrom(...pathsOf(tree)),
      value: anything,
    }),
  );

  it('it gets a verdict, and what strict mode accepts the default accepts too', () => {
    fc.assert(
      fc.property(mutation, ({ tree, path, value }) => {
        const document = changed(tree, path, value);
        const [lenient, strict] = [judge(document), judge(document, true)];
        if (strict.verdict !== 'reject') expect(lenient).toEqual(strict);
        expect(lenient.verdict === 'reject').toBe(lenient.definition === null);
        expect(lenient.verdict === 'accept').toBe(lenient.problems.length === 0);
      }),
      { numRuns: 1000 },
    );
  });
});

function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    [key],
    ...pathsOf(child).map((path) => [key, ...path]),
  ]);
}
