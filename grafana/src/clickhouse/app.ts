import type { ClickHouseDashboard } from '../dashboard.ts';
import { consoleLinks, domainColoursInWords, failedShares, outcomeColours } from '../looks.ts';
import { consoleVariable } from '../variables.ts';
import {
  failedShareOfCalls,
  filters,
  hasJudgedCalls,
  incidentAnnotation,
  overTime,
  quantileOverTime,
  serviceVariable,
} from './sql.ts';

const legend = '${__field.labels.service}';
const byService = ['service'] as const;

/** What do our services get? */
export const app: ClickHouseDashboard = {
  source: 'clickhouse',
  name: 'app',
  title: 'Faultline in ClickHouse: services',
  description: 'Calls, tokens and failures of our own services, retries done. More: docs/data-model.md.',
  since: 'now-3h',
  variables: [consoleVariable, serviceVariable],
  annotations: [incidentAnnotation],
  rows: [
    {
      panels: [
        {
          id: 'failed',
          title: 'Calls that fail, by service',
          description:
            'Share of calls in which the vendor or the way to it failed after all retries. What is not their doing does not count.',
          look: 'lines',
          unit: 'percentunit',
          queries: [
            {
              sql: overTime(
                `${failedShareOfCalls} AS failed`,
                byService,
                'calls_1m',
                filters.service,
                hasJudgedCalls,
              ),
              legend,
            },
          ],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.service],
          intervalMin: '1m',
          empty: 'No calls',
        },
        {
          id: 'outcomes',
          title: 'Calls, by how they ended',
          description: `A second. ${domainColoursInWords}.`,
          look: 'stacked',
          unit: 'reqps',
          queries: [
            {
              sql: overTime('sum(calls) / $__interval_s AS rate', ['outcome'], 'calls_1m', filters.service),
              legend: '${__field.labels.outcome}',
            },
          ],
          width: 12,
          height: 8,
          colours: outcomeColours,
          links: [consoleLinks.outcome],
          intervalMin: '1m',
          empty: 'No calls',
        },
      ],
    },
    {
      title: 'How fast, how much',
      panels: [
        {
          id: 'duration',
          title: 'Duration, p95 by service',
          description: 'Of good answers 95 in a hundred were there by then, retries and back-off included.',
          look: 'lines',
          unit: 's',
          queries: [
            { sql: quantileOverTime(0.95, 'duration_ms', byService, 'calls_1m', filters.service), legend },
          ],
          width: 8,
          height: 8,
          links: [consoleLinks.service],
          intervalMin: '1m',
          empty: 'No good answers',
        },
        {
          id: 'retries',
          title: 'Attempts for a call, by service',
          description: '1 is no retry; it rises while SDKs hide failures.',
          look: 'lines',
          unit: 'short',
          queries: [
            {
              sql: overTime(
                'sum(attempts) / sum(calls) AS attempts_of_call',
                byService,
                'calls_1m',
                filters.service,
                'sum(calls) > 0',
              ),
              legend,
            },
          ],
          width: 8,
          height: 8,
          links: [consoleLinks.service],
          intervalMin: '1m',
          empty: 'No calls',
        },
        {
          id: 'tokens',
          title: 'Tokens, by model',
          description: 'In and out, a second, as vendors reported them.',
          look: 'stacked',
          unit: 'cps',
          queries: [
            {
              sql: overTime(
                'sum(input_tokens + output_tokens) / $__interval_s AS tokens',
                ['model'],
                'calls_1m',
                filters.service,
              ),
              legend: '${__field.labels.model}',
            },
          ],
          width: 8,
          height: 8,
          intervalMin: '1m',
          empty: 'No calls',
        },
        {
          id: 'sources',
          title: 'Who tells of what',
          description:
            'How calls of each service are known. `metrics`: counted only, so its latencies are estimates; `gateway`: seen and not counted.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              sql: `SELECT service, environment, source, vantage, count() AS calls_all, avg(toUnixTimestamp64Milli(ingested_at) - toUnixTimestamp64Milli(end_time)) / 1000 AS delay
FROM calls
WHERE $__timeFilter_ms(end_time) AND service IN (\${service:singlequote})
GROUP BY service, environment, source, vantage
ORDER BY calls_all DESC LIMIT 100`,
              legend: '',
            },
          ],
          width: 24,
          height: 8,
          columns: [
            { name: 'service', title: 'Service' },
            { name: 'environment', title: 'Environment' },
            { name: 'source', title: 'Source' },
            { name: 'vantage', title: 'Seen by' },
            { name: 'calls_all', title: 'Calls', unit: 'short' },
            { name: 'delay', title: 'Delay', unit: 's' },
          ],
          empty: 'No calls',
        },
      ],
    },
  ],
};
