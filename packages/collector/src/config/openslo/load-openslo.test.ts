import { describe, expect, it } from 'vitest';
import type { Definition } from './definition/definition.ts';
import { loadTexts, otherDocuments, referringSlo } from './documents.fixture.ts';
import type { LoadedFiles } from './load-openslo.ts';

function definitionOf<Kind extends Definition['kind']>(
  { documents }: LoadedFiles,
  kind: Kind,
): Extract<Definition, { kind: Kind }> {
  const found = documents.find(({ definition }) => definition?.kind === kind)?.definition;
  return found as Extract<Definition, { kind: Kind }>;
}

describe('an SLO', () => {
  it('holds what it refers to, whichever file that is in and in whatever order', () => {
    for (const files of [
      { 'slo.yaml': referringSlo, 'rest.yaml': otherDocuments },
      { 'rest.yaml': otherDocuments, 'slo.yaml': referringSlo },
    ]) {
      const loaded = loadTexts(files);
      expect(loaded).toMatchObject({ problems: [], referenceProblems: [] });
      const { indicator, alertPolicies } = definitionOf(loaded, 'SLO');
      expect(indicator).toMatchObject({
        ref: 'completed',
        definition: {
          measure: {
            type: 'ratio',
            counted: 'bad',
            part: { type: 'clickhouse', dataSource: { ref: 'calls', definition: { name: 'calls' } } },
            total: { type: 'own', dataSource: null, spec: { outcome: 'any' } },
          },
        },
      });
      expect(alertPolicies).toMatchObject([
        {
          ref: 'fast-burn',
          definition: {
            conditions: [
              {
                ref: 'burning',
                definition: { threshold: '14.40', lookbackSeconds: 3600, alertAfterSeconds: null },
              },
            ],
            notificationTargets: [{ ref: 'pager', definition: { target: 'pagerduty' } }],
          },
        },
      ]);
    }
  });

  it('has its numbers digit by digit, its window by calendar and its texts as written', () => {
    expect({ ...definitionOf(loadTexts({ 'slo.yaml': referringSlo }), 'SLO'), alertPolicies: [] }).toEqual({
      kind: 'SLO',
      name: 'chat-availability',
      displayName: 'Chat availability',
      description: 'Answers that arrive whole',
      labels: { team: ['llm'] },
      annotations: { 'example.com/runbook': 'https://runbooks.example.com/chat' },
      service: 'chat',
      budgetingMethod: 'Timeslices',
      timeWindow: {
        type: 'calendar',
        unit: 'quarter',
        count: 1,
        start: '2026-01-01 00:00:00',
        timeZone: 'America/New_York',
      },
      indicator: { ref: 'completed', definition: null },
      objectives: [
        {
          displayName: 'most',
          targetPercent: '99.50',
          timeSliceTarget: '0.95',
          timeSliceWindowSeconds: 300,
          threshold: null,
          indicator: null,
          compositeWeight: null,
        },
      ],
      alertPolicies: [],
    });
  });

  it('may be composite, each objective with an indicator of its own', () => {
    const composite = referringSlo
      .replace('  indicatorRef: completed\n', '')
      .replace('displayName: most', 'indicatorRef: completed\n      compositeWeight: 1.50');
    const definition = definitionOf(loadTexts({ 'slo.yaml': composite, 'rest.yaml': otherDocuments }), 'SLO');
    expect(definition.indicator).toBeNull();
    expect(definition.objectives).toMatchObject([
      { compositeWeight: '1.50', indicator: { ref: 'completed', definition: { name: 'completed' } } },
    ]);
  });

  it('keeps op and value where there is something to compare, and only there', () => {
    const compared = referringSlo.replace('displayName: most', 'op: lte\n      value: 2.50');
    const threshold = otherDocuments.replace(
      / {4}ratioMetric:\n(?: {6}.*\n)+/,
      `    thresholdMetric: { metricSource: { spec: { q: x } } }\n`,
    );
    const [against, without] = [threshold, otherDocuments].map((rest) =>
      definitionOf(loadTexts({ 'slo.yaml': compared, 'rest.yaml': rest }), 'SLO'),
    );
    expect(against?.objectives[0]?.threshold).toEqual({ op: 'lte', value: '2.50' });
    expect(without?.objectives[0]?.threshold).toBeNull();
    expect(loadTexts({ 'slo.yaml': referringSlo, 'rest.yaml': threshold }).referenceProblems).toMatchObject([
      {
        path: 'spec.objectives[0]',
        message: expect.stringContaining('needs `op` (gt, lt, gte or lte) and `value`'),
      },
    ]);
  });
});

describe('an SLO of another version', () => {
  it('v2alpha has the same shape', () => {
    const loaded = loadTexts({
      'slo.yaml': `
apiVersion: openslo.com/v2alpha
kind: SLO
metadata: { name: ttft }
spec:
  serviceRef: chat
  sli:
    metadata: { name: first-token }
    spec:
      thresholdMetric:
        dataSourceSpec: { type: llm, connectionDetails: {} }
        spec: { measure: ttft }
  budgetingMethod: RatioTimeslices
  timeWindow: [{ duration: 4w, isRolling: true }]
  objectives: [{ targetPercent: 95, op: lt, value: 1e3, timeSliceWindow: 1m }]
`,
    });
    expect(loaded.documents).toMatchObject([{ verdict: 'accept' }]);
    expect(definitionOf(loaded, 'SLO')).toMatchObject({
      service: 'chat',
      timeWindow: { type: 'rolling', seconds: 2_419_200 },
      indicator: {
        ref: null,
        definition: { name: 'first-token', measure: { metric: { type: 'llm', spec: { measure: 'ttft' } } } },
      },
      objectives: [
        { targetPercent: '95', threshold: { op: 'lt', value: '1000' }, timeSliceWindowSeconds: 60 },
      ],
    });
  });

  it('v1alpha has the same shape, with an indicator for each objective', () => {
    const loaded = loadTexts({
      'slo.yaml': `
apiVersion: openslo/v1alpha
kind: SLO
metadata: { name: requests }
spec:
  service: web
  budgetingMethod: Occurrences
  timeWindows: [{ unit: Month, count: 1, calendar: { startTime: "2026-01-01 00:00:00", timeZone: UTC } }]
  objectives:
    - target: 0.999
      ratioMetrics:
        good: { source: prometheus, queryType: promql, query: good }
        total: { source: prometheus, queryType: promql, query: total }
`,
    });
    expect(loaded.documents).toMatchObject([{ verdict: 'warn' }]);
    expect(definitionOf(loaded, 'SLO')).toMatchObject({
      timeWindow: { type: 'calendar', unit: 'month', count: 1 },
      indicator: null,
      objectives: [
        {
          targetPercent: '99.9',
          threshold: null,
          indicator: {
            definition: {
              name: 'requests',
              measure: {
                counted: 'good',
                part: { type: 'prometheus', spec: { queryType: 'promql', query: 'good' } },
              },
            },
          },
        },
      ],
    });
  });

  it('rolls for 30 days a month, where the months are not those of a calendar', () => {
    const rolling = referringSlo.replace(/1Q\n.*/, '1M\n      isRolling: true');
    expect(definitionOf(loadTexts({ 'slo.yaml': rolling }), 'SLO').timeWindow).toEqual({
      type: 'rolling',
      seconds: 30 * 86_400,
    });
  });
});

describe('a file that cannot be read', () => {
  it('is an error of its own, and the other files are loaded', () => {
    const { documents, problems } = loadTexts({ 'a.yaml': 'a: [', 'b.yaml': otherDocuments });
    expect(documents).toHaveLength(6);
    expect(problems).toMatchObject([{ severity: 'error', file: 'a.yaml', line: 1 }]);
  });
});
