import { collectorMetric } from '@faultline/conventions';
import type { PrometheusDashboard, QueryVariable } from '../dashboard.ts';
import { alertStates, budgetLeft, burnRates, consoleLinks, noneIsGood } from '../looks.ts';
import { consoleVariable } from '../variables.ts';
import { incidentAnnotation, jobVariable, ofCollector, secondsSince } from './promql.ts';

const levels: QueryVariable = {
  kind: 'query',
  name: 'slo_id',
  label: 'Service level',
  description: 'Service levels that are looked at.',
  query: `label_values(${collectorMetric.sloObjective}{job=~"$job"}, slo_id)`,
  allValue: '.+',
};

const ofLevels = (metric: string, ...matchers: readonly string[]): string =>
  ofCollector(metric, 'slo_id=~"$slo_id"', ...matchers);

/** The windows of the default tiers; a service level with others has none of these. */
const windows = [
  ['1h', 'An hour: what pages fast.'],
  ['6h', 'Six hours: what pages slowly.'],
  ['3d', 'Three days: what becomes a ticket.'],
] as const;

/** Which budgets are spent, and how fast do they burn? */
export const budgets: PrometheusDashboard = {
  source: 'prometheus',
  name: 'budgets',
  title: 'Faultline: error budgets',
  description:
    'Service levels as the collector evaluates them, exact to the call. More: docs/slo-and-incidents.md.',
  since: 'now-24h',
  variables: [consoleVariable, jobVariable(collectorMetric.sloEvaluated), levels],
  annotations: [incidentAnnotation],
  rows: [
    {
      panels: [
        {
          id: 'firing',
          title: 'Alerts that are out',
          description: 'Pages and tickets of all tiers.',
          look: 'stat',
          unit: 'short',
          queries: [
            {
              expr: `count(max by (slo_id, burn_tier) (${ofLevels(collectorMetric.sloAlert)}) == 1) or vector(0)`,
              legend: 'alerts',
              instant: true,
            },
          ],
          width: 6,
          height: 8,
          thresholds: noneIsGood,
          links: [consoleLinks.slos],
          empty: '0',
        },
        {
          id: 'left',
          title: 'Budget left',
          description:
            'Share of the error budget of the whole period that is left; negative is overspent. The least first.',
          look: 'bars',
          unit: 'budget',
          queries: [
            {
              expr: `sort(min by (slo_id) (${ofLevels(collectorMetric.sloBudgetRemaining)}))`,
              legend: '{{slo_id}}',
              instant: true,
            },
          ],
          width: 12,
          height: 8,
          thresholds: budgetLeft,
          links: [consoleLinks.slos],
          empty: 'No calls that count yet',
        },
        {
          id: 'exhaustion',
          title: 'Time until a budget is gone',
          description:
            'If it burns on as in the last hour, of the one that goes first. Nothing burns where there is none.',
          look: 'stat',
          unit: 's',
          queries: [
            {
              expr: `min(${ofLevels(collectorMetric.sloExhaustion)})`,
              legend: 'left',
              instant: true,
            },
          ],
          width: 6,
          height: 8,
          thresholds: [
            { from: null, colour: 'red' },
            { from: 86_400, colour: 'yellow' },
            { from: 604_800, colour: 'green' },
          ],
          links: [consoleLinks.slos],
          empty: 'Nothing burns',
        },
      ],
    },
    {
      title: 'Burn rates',
      panels: windows.map(([window, what]) => ({
        id: `burn-${window}`,
        title: `Burn rate over ${window}`,
        description: `How many times faster than evenly the budget is spent. ${what}`,
        look: 'lines' as const,
        unit: 'burn' as const,
        queries: [
          {
            expr: `max by (slo_id) (${ofLevels(collectorMetric.sloBurnRate, `window="${window}"`)})`,
            legend: '{{slo_id}}',
          },
        ],
        width: 8,
        height: 9,
        thresholds: burnRates,
        links: [consoleLinks.slos],
        empty: 'No calls that count in this window',
      })),
    },
    {
      title: 'What it is made of',
      panels: [
        {
          id: 'alerts',
          title: 'Alerts',
          description: 'Each tier of each service level over time.',
          look: 'states',
          unit: 'none',
          queries: [
            {
              expr: `max by (slo_id, burn_tier) (${ofLevels(collectorMetric.sloAlert)})`,
              legend: '{{slo_id}} {{burn_tier}}',
            },
          ],
          width: 12,
          height: 10,
          states: alertStates,
          links: [consoleLinks.slos],
          empty: 'No service levels yet',
        },
        {
          id: 'events',
          title: 'Calls that count, by minute',
          description: 'Good and bad calls a second, as the rules of Prometheus see them.',
          look: 'stacked',
          unit: 'cps',
          queries: [
            {
              expr: `sum by (result) (rate(${ofLevels(collectorMetric.sloEvents, 'scope="provider"')}[$__rate_interval]))`,
              legend: '{{result}}',
            },
          ],
          width: 12,
          height: 10,
          colours: { good: 'green', bad: 'red' },
          links: [consoleLinks.slos],
          intervalMin: '1m',
          empty: 'No calls that count yet',
        },
        {
          id: 'objectives',
          title: 'Objectives',
          description: 'What was promised to ourselves.',
          look: 'table',
          unit: 'percentunit',
          queries: [
            {
              expr: `max by (slo_id) (${ofLevels(collectorMetric.sloObjective)})`,
              legend: '',
              instant: true,
            },
          ],
          width: 12,
          height: 8,
          columns: [
            { name: 'Time', hidden: true },
            { name: 'slo_id', title: 'Service level' },
            { name: 'Value', title: 'Objective', unit: 'percentunit' },
          ],
          links: [consoleLinks.slos],
          empty: 'No service levels yet',
        },
        {
          id: 'evaluated-until',
          title: 'Evaluated until',
          description: 'How old the end of the windows is. Windows end at full minutes.',
          look: 'stat',
          unit: 's',
          queries: [
            {
              expr: secondsSince(collectorMetric.sloEvaluated),
              legend: 'ago',
              instant: true,
            },
          ],
          width: 6,
          height: 8,
          thresholds: [
            { from: null, colour: 'green' },
            { from: 180, colour: 'yellow' },
            { from: 600, colour: 'red' },
          ],
          empty: 'Never',
        },
        {
          id: 'omitted',
          title: 'Left out',
          description: 'Vendors, models and services beyond `slo.instancesMax`: they have no service level.',
          look: 'stat',
          unit: 'short',
          queries: [
            { expr: `max(${ofCollector(collectorMetric.sloOmitted)})`, legend: 'left out', instant: true },
          ],
          width: 6,
          height: 8,
          thresholds: noneIsGood,
          empty: '0',
        },
      ],
    },
  ],
};
