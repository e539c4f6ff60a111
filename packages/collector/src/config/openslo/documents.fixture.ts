import { stringify } from 'yaml';
import { type LoadedDocument, type LoadedFiles, loadOpenSlo } from './load-openslo.ts';
import type { Path } from './parse-documents.ts';

export type Tree = Record<string, unknown>;

export const query: Tree = { spec: { query: 'sum(x)' } };
const ratioMetric = { counter: true, good: { metricSource: query }, total: { metricSource: query } };
export const sloV1: Tree = {
  apiVersion: 'openslo/v1',
  kind: 'SLO',
  metadata: { name: 'availability', labels: { team: 'llm', tiers: ['one', 'two'] } },
  spec: {
    service: 'chat',
    indicator: { metadata: { name: 'completed' }, spec: { ratioMetric } },
    budgetingMethod: 'Occurrences',
    timeWindow: [{ duration: '28d', isRolling: true }],
    objectives: [{ targetPercent: 99.5 }],
  },
};
export const sloV2: Tree = {
  apiVersion: 'openslo.com/v2alpha',
  kind: 'SLO',
  metadata: { name: 'availability', labels: { 'example.com/team': 'llm' } },
  spec: {
    serviceRef: 'chat',
    sliRef: 'completed',
    budgetingMethod: 'Occurrences',
    timeWindow: [{ duration: '4w', isRolling: true }],
    objectives: [{ target: 0.995 }],
  },
};
export const alphaMetric: Tree = { source: 'prometheus', queryType: 'promql', query: 'sum(x)' };
export const sloAlpha: Tree = {
  apiVersion: 'openslo/v1alpha',
  kind: 'SLO',
  metadata: { name: 'availability' },
  spec: {
    service: 'chat',
    budgetingMethod: 'Occurrences',
    timeWindows: [{ unit: 'Day', count: 28, isRolling: true }],
    objectives: [{ target: 0.995, value: 1, ratioMetrics: { good: alphaMetric, total: alphaMetric } }],
  },
};
const condition = { kind: 'burnrate', op: 'gt', threshold: 14.4, lookbackWindow: '1h', alertAfter: '5m' };
export const policyV1: Tree = {
  apiVersion: 'openslo/v1',
  kind: 'AlertPolicy',
  metadata: { name: 'fast-burn' },
  spec: {
    alertWhenBreaching: true,
    conditions: [
      { kind: 'AlertCondition', metadata: { name: 'burning' }, spec: { severity: 'page', condition } },
    ],
    notificationTargets: [{ targetRef: 'pager' }],
  },
};
export const sourceV1: Tree = {
  apiVersion: 'openslo/v1',
  kind: 'DataSource',
  metadata: { name: 'calls' },
  spec: { type: 'clickhouse', connectionDetails: null },
};
export const sliV2: Tree = {
  apiVersion: 'openslo.com/v2alpha',
  kind: 'SLI',
  metadata: { name: 'completed' },
  spec: { thresholdMetric: { dataSourceRef: 'calls' } },
};
export const serviceV1: Tree = {
  apiVersion: 'openslo/v1',
  kind: 'Service',
  metadata: { name: 'chat' },
  spec: null,
};
/** All are accepted in both modes. */
export const valid: Readonly<Record<string, Tree>> = {
  sloV1,
  sloV2,
  sloAlpha,
  policyV1,
  sourceV1,
  sliV2,
  serviceV1,
};

/** A copy in which one place (`spec.objectives.0.target`) holds something else; undefined takes it out. */
export function changed(tree: Tree, path: string | Path, value: unknown): Tree {
  const copy = structuredClone(tree);
  const keys = typeof path === 'string' ? path.split('.') : path.map(String);
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Tree>((at, key) => at[key] as Tree, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

export function judge(tree: Tree, strict = false): LoadedDocument {
  // A key `<<` without quotes would be a merge, and what cannot be merged is no document at all.
  const text = stringify(tree, { defaultKeyType: 'QUOTE_DOUBLE' });
  const [document] = loadOpenSlo([{ name: 'slo.yaml', text }], { strict }).documents;
  if (!document) throw new Error('no document');
  return document;
}

export function complaints(tree: Tree, strict = false): readonly string[] {
  return judge(tree, strict).problems.map(({ path, message }) => `${path}: ${message}`);
}

/** File name → text. */
export function loadTexts(files: Readonly<Record<string, string>>): LoadedFiles {
  return loadOpenSlo(
    Object.entries(files).map(([name, text]) => ({ name, text })),
    { strict: false },
  );
}

/** An SLO and, in `otherDocuments`, everything it refers to. */
export const referringSlo = `
apiVersion: openslo/v1
kind: SLO
metadata:
  name: chat-availability
  displayName: Chat availability
  labels: { team: llm }
  annotations: { example.com/runbook: "https://runbooks.example.com/chat" }
spec:
  description: Answers that arrive whole
  service: chat
  indicatorRef: completed
  budgetingMethod: Timeslices
  timeWindow:
    - duration: 1Q
      calendar: { startTime: 2026-01-01 00:00:00, timeZone: America/New_York }
  objectives:
    - displayName: most
      target: 0.9950
      timeSliceTarget: 0.95
      timeSliceWindow: 5m
  alertPolicies:
    - alertPolicyRef: fast-burn
`;

export const otherDocuments = `
- apiVersion: openslo/v1
  kind: Service
  metadata: { name: chat }
- apiVersion: openslo/v1
  kind: SLI
  metadata: { name: completed }
  spec:
    ratioMetric:
      counter: true
      bad: { metricSource: { metricSourceRef: calls, spec: { outcome: failed } } }
      total: { metricSource: { type: own, spec: { outcome: any } } }
- apiVersion: openslo/v1
  kind: DataSource
  metadata: { name: calls }
  spec: { type: clickhouse, connectionDetails: { url: "http://localhost" } }
- apiVersion: openslo/v1
  kind: AlertPolicy
  metadata: { name: fast-burn }
  spec:
    conditions: [{ conditionRef: burning }]
    notificationTargets: [{ targetRef: pager }]
- apiVersion: openslo/v1
  kind: AlertCondition
  metadata: { name: burning }
  spec: { severity: page, condition: { kind: burnrate, op: gt, threshold: 14.40, lookbackWindow: 1h } }
- apiVersion: openslo/v1
  kind: AlertNotificationTarget
  metadata: { name: pager }
  spec: { target: pagerduty }
`;
