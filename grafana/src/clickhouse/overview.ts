import type { ClickHouseDashboard } from '../dashboard.ts';
import { consoleLinks, failedShares, incidentStates, noneIsGood } from '../looks.ts';
import { consoleVariable } from '../variables.ts';
import {
  failedShareOfAttempts,
  failedShareOverTime,
  filters,
  incidentAnnotation,
  officialAnnotation,
  overlaps,
  overTime,
  providerVariable,
  quantileOverTime,
} from './sql.ts';

const byProvider = ['provider'] as const;
const legend = '${__field.labels.provider}';

/** Is it a vendor, and which? */
export const overview: ClickHouseDashboard = {
  source: 'clickhouse',
  name: 'overview',
  title: 'Faultline in ClickHouse: overview',
  description:
    'Whether a vendor of language models is failing, which one, and since when. More: docs/operating.md, docs/data-model.md.',
  since: 'now-3h',
  variables: [consoleVariable, providerVariable],
  annotations: [incidentAnnotation, officialAnnotation],
  rows: [
    {
      panels: [
        {
          id: 'open',
          title: 'Open incidents',
          description: 'Confirmed or recovering: somebody was or could have been paged.',
          look: 'stat',
          unit: 'short',
          queries: [
            {
              sql: "SELECT count() AS open FROM incidents FINAL WHERE state IN ('confirmed', 'recovering')",
              legend: '',
            },
          ],
          width: 5,
          height: 6,
          thresholds: noneIsGood,
          links: [consoleLinks.incidents],
          empty: '0',
        },
        {
          id: 'failed-now',
          title: 'Attempts that fail',
          description: 'Of the last five minutes, whatever time is shown.',
          look: 'stat',
          unit: 'percentunit',
          queries: [
            {
              sql: `SELECT ${failedShareOfAttempts} FROM attempts_2s WHERE ${filters.providerNow} HAVING sum(attempts) > 0`,
              legend: '',
            },
          ],
          width: 5,
          height: 6,
          thresholds: failedShares,
          links: [consoleLinks.wall],
          empty: 'No traffic',
        },
        {
          id: 'incidents',
          title: 'Incidents of this time',
          description:
            'Newest first, each in one sentence. A click opens its page: clock, models, evidence, report.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              sql: `SELECT i.first_bad AS began, i.state AS state, i.provider AS provider, e.sentence AS sentence, i.id AS id
FROM (SELECT * FROM incidents FINAL) AS i
LEFT JOIN (SELECT incident_id, argMax(sentence, at) AS sentence FROM incident_events GROUP BY incident_id) AS e
  ON e.incident_id = i.id
WHERE ${overlaps}
ORDER BY began DESC LIMIT 50`,
              legend: '',
            },
          ],
          width: 14,
          height: 6,
          columns: [
            { name: 'began', title: 'First bad attempt', unit: 'dateTimeAsIso', widthPx: 170 },
            { name: 'state', title: 'State', states: incidentStates, widthPx: 110 },
            { name: 'provider', title: 'Vendor', widthPx: 110 },
            { name: 'sentence', title: 'What happened', link: consoleLinks.incidentOfRow },
            { name: 'id', hidden: true },
          ],
          empty: 'No incident in this time',
        },
      ],
    },
    {
      title: 'Vendors',
      panels: [
        {
          id: 'failed',
          title: 'Attempts that fail, by vendor',
          description:
            'Share of HTTP attempts in which the vendor or the way to it failed. Retries count: what an SDK saves in silence is seen here.',
          look: 'lines',
          unit: 'percentunit',
          queries: [
            {
              sql: failedShareOverTime(byProvider, 'attempts_1m', filters.provider),
              legend,
            },
          ],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.provider],
          intervalMin: '1m',
          empty: 'No traffic',
        },
        {
          id: 'traffic',
          title: 'Attempts, by vendor',
          description: 'HTTP attempts a second, retries included.',
          look: 'stacked',
          unit: 'reqps',
          queries: [
            {
              sql: overTime(
                'sum(attempts) / $__interval_s AS rate',
                byProvider,
                'attempts_1m',
                filters.provider,
              ),
              legend,
            },
          ],
          width: 12,
          height: 8,
          links: [consoleLinks.provider],
          intervalMin: '1m',
          empty: 'No traffic',
        },
        {
          id: 'first-chunk',
          title: 'First content, p95 by vendor',
          description:
            'Of good answers 95 in a hundred had their first content by then. It rises before errors do.',
          look: 'lines',
          unit: 's',
          queries: [
            {
              sql: quantileOverTime(
                0.95,
                'time_to_first_chunk_ms',
                byProvider,
                'attempts_1m',
                filters.provider,
              ),
              legend,
            },
          ],
          width: 12,
          height: 8,
          links: [consoleLinks.provider],
          intervalMin: '1m',
          empty: 'No calls that stream',
        },
        {
          id: 'worst',
          title: 'Models, worst first',
          description:
            'Of all this time: attempts, and the share that failed by the vendor or the way to it.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              sql: `SELECT provider, model, sum(attempts) AS attempts_all, ${failedShareOfAttempts}
FROM attempts_1m WHERE ${filters.provider}
GROUP BY provider, model HAVING attempts_all > 0
ORDER BY failed DESC, attempts_all DESC LIMIT 50`,
              legend: '',
            },
          ],
          width: 12,
          height: 8,
          columns: [
            { name: 'provider', title: 'Vendor' },
            { name: 'model', title: 'Model', link: consoleLinks.modelOfRow },
            { name: 'attempts_all', title: 'Attempts', unit: 'short' },
            { name: 'failed', title: 'Failed', unit: 'percentunit', thresholds: failedShares },
          ],
          empty: 'No traffic',
        },
      ],
    },
  ],
};
