import type { ClickHouseDashboard, TextVariable } from '../dashboard.ts';
import { budgetLeft, burnRates, consoleLinks } from '../looks.ts';
import { consoleVariable } from '../variables.ts';
import {
  failedCalls,
  failedShareOfCalls,
  filters,
  hasJudgedCalls,
  incidentAnnotation,
  overTime,
  providerVariable,
} from './sql.ts';

const objective: TextVariable = {
  kind: 'text',
  name: 'objective',
  label: 'Objective in per cent',
  description: 'Budgets on this dashboard are worked out for it, over the time that is shown.',
  value: '99.5',
};

/** Exact decimals do not matter in a picture; alerts are worked out elsewhere. */
const budget = '(1 - toFloat64OrZero(${objective:singlequote}) / 100)';

/** How does a budget stand for any objective and any time? */
export const budgets: ClickHouseDashboard = {
  source: 'clickhouse',
  name: 'budgets',
  title: 'Faultline in ClickHouse: error budgets',
  description:
    'What an objective would mean: its budget over the time that is shown, from the calls themselves. Service levels as they are set, and their alerts, are in the console and in the set for Prometheus. More: docs/slo-and-incidents.md.',
  since: 'now-7d',
  variables: [consoleVariable, providerVariable, objective],
  annotations: [incidentAnnotation],
  rows: [
    {
      panels: [
        {
          id: 'left',
          title: 'Budget left',
          description:
            'Of each vendor, if the time that is shown were the period; negative is overspent. What is not the vendor’s doing does not count.',
          look: 'bars',
          unit: 'budget',
          queries: [
            {
              sql: `SELECT provider, 1 - (${failedShareOfCalls}) / ${budget} AS left
FROM calls_1h WHERE ${filters.provider}
GROUP BY provider HAVING ${hasJudgedCalls}
ORDER BY left`,
              legend: '',
            },
          ],
          width: 12,
          height: 8,
          thresholds: budgetLeft,
          links: [consoleLinks.slos],
          empty: 'No calls',
        },
        {
          id: 'states',
          title: 'Alerts that are out, or were',
          description:
            'Where the tiers of service levels stand, as the collector keeps them across restarts.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              sql: `SELECT slo_id AS level, tier, state, fromUnixTimestamp64Milli(toInt64(version), 'UTC') AS evaluated
FROM slo_tier_states FINAL
ORDER BY state, evaluated DESC LIMIT 100`,
              legend: '',
            },
          ],
          width: 12,
          height: 8,
          columns: [
            { name: 'level', title: 'Service level' },
            { name: 'tier', title: 'Tier' },
            { name: 'state', title: 'State' },
            { name: 'evaluated', title: 'Changed', unit: 'dateTimeAsIso' },
          ],
          links: [consoleLinks.slos],
          empty: 'No alert was ever out',
        },
      ],
    },
    {
      title: 'How fast it burns',
      panels: [
        {
          id: 'burn',
          title: 'Burn rate',
          description: 'How many times faster than evenly the budget is spent, minute by minute.',
          look: 'lines',
          unit: 'burn',
          queries: [
            {
              sql: overTime(
                `(${failedShareOfCalls}) / ${budget} AS burn`,
                ['provider'],
                'calls_1m',
                filters.provider,
                hasJudgedCalls,
              ),
              legend: '${__field.labels.provider}',
            },
          ],
          width: 12,
          height: 8,
          thresholds: burnRates,
          links: [consoleLinks.provider],
          intervalMin: '1m',
          empty: 'No calls',
        },
        {
          id: 'bad',
          title: 'Calls that failed',
          description: 'Bad events, by the hour: what the budget is spent on.',
          look: 'stacked',
          unit: 'short',
          queries: [
            {
              sql: overTime(`${failedCalls} AS bad`, ['provider'], 'calls_1h', filters.provider),
              legend: '${__field.labels.provider}',
            },
          ],
          width: 12,
          height: 8,
          links: [consoleLinks.provider],
          intervalMin: '1h',
          empty: 'No calls',
        },
        {
          id: 'days',
          title: 'Days',
          description: 'Share of good calls of each vendor and day (UTC), newest first.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              sql: `SELECT toDate(time) AS day, provider, sum(calls) AS calls_all, 1 - (${failedShareOfCalls}) AS good
FROM calls_1d
WHERE ${filters.providerDays}
GROUP BY day, provider HAVING ${hasJudgedCalls}
ORDER BY day DESC, provider LIMIT 400`,
              legend: '',
            },
          ],
          width: 24,
          height: 8,
          columns: [
            { name: 'day', title: 'Day' },
            { name: 'provider', title: 'Vendor' },
            { name: 'calls_all', title: 'Calls', unit: 'short' },
            { name: 'good', title: 'Good', unit: 'percentunit' },
          ],
          empty: 'No calls',
        },
      ],
    },
  ],
};
