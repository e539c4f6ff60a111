import { collectorMetric } from '@faultline/conventions';
import type { PrometheusDashboard } from '../dashboard.ts';
import {
  alertStates,
  consoleLinks,
  evaluationAges,
  failedShares,
  healthStates,
  noneIsGood,
} from '../looks.ts';
import { consoleVariable } from '../variables.ts';
import {
  failedShare,
  incidentAnnotation,
  jobVariable,
  ofCollector,
  perSecond,
  providerVariable,
  quantile,
  type Selector,
  secondsSince,
} from './promql.ts';

const ofProviders: Selector = (metric, ...matchers) =>
  ofCollector(metric, 'provider=~"$provider"', ...matchers);

/** Is it a vendor, and which? */
export const overview: PrometheusDashboard = {
  source: 'prometheus',
  name: 'overview',
  title: 'Faultline: overview',
  description:
    'Whether a vendor of language models is failing, which one, and since when. More: docs/operating.md.',
  since: 'now-3h',
  variables: [
    consoleVariable,
    jobVariable(collectorMetric.sloEvaluated),
    providerVariable(collectorMetric.attempts),
  ],
  annotations: [incidentAnnotation],
  rows: [
    {
      panels: [
        {
          id: 'verdict',
          title: 'Worst of all models',
          description:
            'The state of the model that is worst off. Models that nobody calls are unknown and do not count while another one is known.',
          look: 'stat',
          unit: 'none',
          queries: [
            {
              expr: `max(${ofProviders(collectorMetric.vendorHealthState)})`,
              legend: 'state',
              instant: true,
            },
          ],
          width: 6,
          height: 5,
          states: healthStates,
          links: [consoleLinks.wall],
          empty: 'No traffic',
        },
        {
          id: 'incidents',
          title: 'Open incidents',
          description:
            'Suspected ones included; without those that are muted or not the fault of the vendor.',
          look: 'stat',
          unit: 'short',
          queries: [
            {
              expr: `sum(max by (provider, class, state) (${ofCollector(collectorMetric.incidentActive)})) or vector(0)`,
              legend: 'open',
              instant: true,
            },
          ],
          width: 4,
          height: 5,
          thresholds: noneIsGood,
          links: [consoleLinks.incidents],
          empty: '0',
        },
        {
          id: 'failed-now',
          title: 'Attempts that fail',
          description: 'Share of all HTTP attempts in which the vendor or the way to it failed.',
          look: 'stat',
          unit: 'percentunit',
          queries: [{ expr: failedShare('job', ofProviders, collectorMetric.attempts), legend: '{{job}}' }],
          width: 5,
          height: 5,
          thresholds: failedShares,
          links: [consoleLinks.wall],
          empty: 'No traffic',
        },
        {
          id: 'pages',
          title: 'Budgets that page',
          description: 'Service levels whose error budget burns so fast that somebody is woken.',
          look: 'stat',
          unit: 'short',
          queries: [
            {
              expr: `count(max by (slo_id) (${ofCollector(collectorMetric.sloAlert, 'severity="page"')}) == 1) or vector(0)`,
              legend: 'pages',
              instant: true,
            },
          ],
          width: 4,
          height: 5,
          thresholds: noneIsGood,
          links: [consoleLinks.slos],
          empty: '0',
        },
        {
          id: 'evaluated',
          title: 'Last looked',
          description:
            'Since the collector last evaluated anything, of the one that stands still longest. Beyond a minute it is blind, and pages nobody.',
          look: 'stat',
          unit: 's',
          queries: [
            {
              expr: secondsSince(collectorMetric.evaluated),
              legend: 'ago',
              instant: true,
            },
          ],
          width: 5,
          height: 5,
          thresholds: evaluationAges,
          empty: 'Never',
        },
      ],
    },
    {
      title: 'Vendors',
      panels: [
        {
          id: 'health',
          title: 'Health of vendors',
          description:
            'Of each vendor the state of the model that is worst off, as the health feed tells it.',
          look: 'states',
          unit: 'none',
          queries: [
            {
              expr: `max by (provider) (${ofProviders(collectorMetric.vendorHealthState)})`,
              legend: '{{provider}}',
            },
          ],
          width: 24,
          height: 7,
          states: healthStates,
          links: [consoleLinks.provider],
          empty: 'No traffic',
        },
        {
          id: 'failed',
          title: 'Attempts that fail, by vendor',
          description:
            'Share of HTTP attempts in which the vendor or the way to it failed. Retries count: what an SDK saves in silence is seen here.',
          look: 'lines',
          unit: 'percentunit',
          queries: [
            { expr: failedShare('provider', ofProviders, collectorMetric.attempts), legend: '{{provider}}' },
          ],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.provider],
          empty: 'No traffic',
        },
        {
          id: 'traffic',
          title: 'Attempts, by vendor',
          description:
            'HTTP attempts a second, retries included. A vendor that nobody calls cannot be judged.',
          look: 'stacked',
          unit: 'reqps',
          queries: [
            { expr: perSecond('provider', ofProviders(collectorMetric.attempts)), legend: '{{provider}}' },
          ],
          width: 12,
          height: 8,
          links: [consoleLinks.provider],
          empty: 'No traffic',
        },
        {
          id: 'first-chunk',
          title: 'First content, p95 by vendor',
          description:
            'Of a hundred calls 95 had their first content sooner, retries included. It rises before errors do.',
          look: 'lines',
          unit: 's',
          queries: [
            {
              expr: quantile(0.95, 'provider', ofProviders(`${collectorMetric.timeToFirstChunk}_bucket`)),
              legend: '{{provider}}',
            },
          ],
          width: 12,
          height: 8,
          links: [consoleLinks.provider],
          empty: 'No calls that stream',
        },
        {
          id: 'alerts',
          title: 'Alerts of service levels',
          description: 'Which alerts are out. The tier says how fast the budget burns.',
          look: 'states',
          unit: 'none',
          queries: [
            {
              expr: `max by (slo_id, burn_tier) (${ofCollector(collectorMetric.sloAlert)}) == 1`,
              legend: '{{slo_id}} {{burn_tier}}',
            },
          ],
          width: 12,
          height: 8,
          states: alertStates,
          links: [consoleLinks.slos],
          empty: 'No alert was out',
        },
      ],
    },
  ],
};
