import type { ClickHouseDashboard } from '../dashboard.ts';
import { consoleLinks, domainColoursInWords, failedShares, outcomeColours } from '../looks.ts';
import { consoleVariable } from '../variables.ts';
import {
  failedShareOfAttempts,
  failedShareOverTime,
  filters,
  incidentAnnotation,
  modelVariable,
  officialAnnotation,
  overTime,
  providerVariable,
  quantileOverTime,
} from './sql.ts';

const byModel = ['provider', 'model'] as const;
const legend = '${__field.labels.provider} ${__field.labels.model}';
const speeds = [
  ['first-chunk-p50', 'First content, p50', 0.5, 'time_to_first_chunk_ms', 'attempts_1m'],
  ['first-chunk-p95', 'First content, p95', 0.95, 'time_to_first_chunk_ms', 'attempts_1m'],
  ['duration-p95', 'Duration of calls, p95', 0.95, 'duration_ms', 'calls_1m'],
] as const;

/** What is it like to call these models? */
export const vendor: ClickHouseDashboard = {
  source: 'clickhouse',
  name: 'vendor',
  title: 'Faultline in ClickHouse: vendor and model',
  description:
    'Failures, regions, keys, first content and duration of chosen vendors and models. More: docs/data-model.md.',
  since: 'now-3h',
  variables: [consoleVariable, providerVariable, modelVariable],
  annotations: [incidentAnnotation, officialAnnotation],
  rows: [
    {
      panels: [
        {
          id: 'failed',
          title: 'Attempts that fail, by model',
          description: 'Share of HTTP attempts in which the vendor or the way to it failed.',
          look: 'lines',
          unit: 'percentunit',
          queries: [
            {
              sql: failedShareOverTime(byModel, 'attempts_1m', filters.model),
              legend,
            },
          ],
          width: 12,
          height: 9,
          thresholds: failedShares,
          links: [consoleLinks.model],
          intervalMin: '1m',
          empty: 'No traffic',
        },
        {
          id: 'outcomes',
          title: 'Attempts, by how they ended',
          description: `${domainColoursInWords}, green a complete answer.`,
          look: 'stacked',
          unit: 'reqps',
          queries: [
            {
              sql: overTime(
                'sum(attempts) / $__interval_s AS rate',
                ['outcome'],
                'attempts_1m',
                filters.model,
              ),
              legend: '${__field.labels.outcome}',
            },
          ],
          width: 12,
          height: 9,
          colours: outcomeColours,
          links: [consoleLinks.outcome],
          intervalMin: '1m',
          empty: 'No traffic',
        },
      ],
    },
    {
      title: 'How fast',
      panels: speeds.map(([id, title, q, histogram, table]) => ({
        id,
        title,
        description: `Of good answers ${q * 100} in a hundred were there by then (the lower edge of their bucket).`,
        look: 'lines' as const,
        unit: 's' as const,
        queries: [{ sql: quantileOverTime(q, histogram, byModel, table, filters.model), legend }],
        width: 8,
        height: 8,
        links: [consoleLinks.model],
        intervalMin: '1m',
        empty: 'No good answers',
      })),
    },
    {
      title: 'Where it differs',
      panels: [
        {
          id: 'regions',
          title: 'By region and key',
          description: 'If one key or one region fails and others do not, it is not the model.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              sql: `SELECT provider, region, credential, sum(attempts) AS attempts_all, ${failedShareOfAttempts}
FROM attempts_1m WHERE ${filters.model}
GROUP BY provider, region, credential HAVING attempts_all > 0
ORDER BY failed DESC LIMIT 50`,
              legend: '',
            },
          ],
          width: 12,
          height: 8,
          columns: [
            { name: 'provider', title: 'Vendor' },
            { name: 'region', title: 'Region' },
            { name: 'credential', title: 'Key' },
            { name: 'attempts_all', title: 'Attempts', unit: 'short' },
            { name: 'failed', title: 'Failed', unit: 'percentunit', thresholds: failedShares },
          ],
          empty: 'No traffic',
        },
        {
          id: 'weeks',
          title: 'Attempts that fail, by the hour',
          description: 'The same share from the rollup by the hour, which reaches back for years.',
          look: 'lines',
          unit: 'percentunit',
          queries: [
            {
              sql: failedShareOverTime(['provider'], 'attempts_1h', filters.model),
              legend: '${__field.labels.provider}',
            },
          ],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.provider],
          intervalMin: '1h',
          empty: 'No traffic',
        },
      ],
    },
  ],
};
