import type { ClickHouseDashboard } from '../dashboard.ts';
import {
  consoleLinks,
  domainColoursInWords,
  failedShares,
  incidentStates,
  outcomeColours,
} from '../looks.ts';
import { consoleVariable } from '../variables.ts';
import {
  failedShareOverTime,
  filters,
  incidentAnnotation,
  modelVariable,
  officialAnnotation,
  overlaps,
  overTime,
  providerVariable,
} from './sql.ts';

/** What is failing, what was found out when, and which calls can the vendor be asked about? */
export const incident: ClickHouseDashboard = {
  source: 'clickhouse',
  name: 'incident',
  title: 'Faultline in ClickHouse: incident',
  description:
    'One outage from all sides, to the second, with single calls. Its evidence is on its page in the console. More: docs/slo-and-incidents.md.',
  since: 'now-1h',
  variables: [consoleVariable, providerVariable, modelVariable],
  annotations: [incidentAnnotation, officialAnnotation],
  rows: [
    {
      panels: [
        {
          id: 'story',
          title: 'What was found out when',
          description: 'Every change of every incident of this time, in words, newest first.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              sql: `SELECT e.at AS at, e.state AS state, e.class AS cause, e.sentence AS sentence, e.incident_id AS id
FROM incident_events AS e
WHERE $__timeFilter_ms(at) OR e.incident_id IN (SELECT id FROM incidents FINAL WHERE ${overlaps})
ORDER BY at DESC LIMIT 200`,
              legend: '',
            },
          ],
          width: 24,
          height: 8,
          columns: [
            { name: 'at', title: 'At', unit: 'dateTimeAsIso', widthPx: 170 },
            { name: 'state', title: 'State', states: incidentStates, widthPx: 110 },
            { name: 'cause', title: 'Cause', widthPx: 140 },
            { name: 'sentence', title: 'What was said', link: consoleLinks.incidentOfRow },
            { name: 'id', hidden: true },
          ],
          empty: 'No incident in this time',
        },
      ],
    },
    {
      title: 'Evidence, to two seconds (kept for a day)',
      panels: [
        {
          id: 'failures',
          title: 'How attempts fail',
          description: `Attempts a second that did not end with a complete answer. ${domainColoursInWords}.`,
          look: 'stacked',
          unit: 'reqps',
          queries: [
            {
              sql: overTime(
                'sum(attempts) / $__interval_s AS rate',
                ['outcome'],
                'attempts_2s',
                `${filters.model} AND outcome != 'ok'`,
              ),
              legend: '${__field.labels.outcome}',
            },
          ],
          width: 12,
          height: 8,
          colours: outcomeColours,
          links: [consoleLinks.outcome],
          intervalMin: '2s',
          empty: 'Nothing failed',
        },
        {
          id: 'models',
          title: 'Attempts that fail, by model',
          description: 'One model, some or all: that is the question of whose fault it is.',
          look: 'lines',
          unit: 'percentunit',
          queries: [
            {
              sql: failedShareOverTime(['provider', 'model'], 'attempts_2s', filters.model),
              legend: '${__field.labels.provider} ${__field.labels.model}',
            },
          ],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.model],
          intervalMin: '2s',
          empty: 'No traffic',
        },
        {
          id: 'controls',
          title: 'All vendors, whatever is chosen',
          description: 'If vendors fail together that have nothing in common, it is not the vendors.',
          look: 'lines',
          unit: 'percentunit',
          queries: [
            {
              sql: failedShareOverTime(['provider'], 'attempts_2s', filters.everything),
              legend: '${__field.labels.provider}',
            },
          ],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.provider],
          intervalMin: '2s',
          empty: 'No traffic',
        },
        {
          id: 'services',
          title: 'Attempts that fail, by service',
          description: 'Who of us is hit: all that call the vendor, or one with a key of its own.',
          look: 'lines',
          unit: 'percentunit',
          queries: [
            {
              sql: failedShareOverTime(['service'], 'attempts_2s', filters.model),
              legend: '${__field.labels.service}',
            },
          ],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.service],
          intervalMin: '2s',
          empty: 'No traffic',
        },
      ],
    },
    {
      title: 'Calls and posts',
      panels: [
        {
          id: 'attempts',
          title: 'Attempts that failed, newest first',
          description: "With the ids that the vendor's support asks for. A click on a trace opens the call.",
          look: 'table',
          unit: 'string',
          queries: [
            {
              sql: `SELECT end_time AS at, provider, model, outcome, http_status AS status, error_type AS error, vendor_request_id AS request, lower(hex(trace_id)) AS trace
FROM attempts
WHERE ${filters.rawModel} AND outcome != 'ok'
ORDER BY end_time DESC LIMIT 100`,
              legend: '',
            },
          ],
          width: 16,
          height: 9,
          columns: [
            { name: 'at', title: 'At', unit: 'dateTimeAsIso', widthPx: 170 },
            { name: 'provider', title: 'Vendor', widthPx: 100 },
            { name: 'model', title: 'Model' },
            { name: 'outcome', title: 'Outcome', widthPx: 110 },
            { name: 'status', title: 'HTTP', unit: 'none', widthPx: 70 },
            { name: 'error', title: 'Error' },
            { name: 'request', title: "Vendor's request id" },
            { name: 'trace', title: 'Trace', link: consoleLinks.callOfRow },
          ],
          empty: 'Nothing failed',
        },
        {
          id: 'posts',
          title: 'What vendors posted',
          description: 'On their status pages, as last edited. It decides nothing.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              sql: `SELECT posted AS at, provider, status, JSONExtractString(body, 'text') AS text
FROM official_posts FINAL
WHERE $__timeFilter_ms(posted)
ORDER BY posted DESC LIMIT 50`,
              legend: '',
            },
          ],
          width: 8,
          height: 9,
          columns: [
            { name: 'at', title: 'At', unit: 'dateTimeAsIso', widthPx: 170 },
            { name: 'provider', title: 'Vendor', widthPx: 100 },
            { name: 'status', title: 'Status', widthPx: 110 },
            { name: 'text', title: 'Text' },
          ],
          empty: 'Nothing was posted, or `official.enabled` is off',
          emptyInOutage: "Vendors' pages are read only where `official.enabled` is on, and they post late.",
        },
      ],
    },
  ],
};
