import { collectorMetric } from '@faultline/conventions';
import type { PrometheusDashboard } from '../dashboard.ts';
import { consoleLinks, evaluationAges, noneIsGood } from '../looks.ts';
import type { Panel, PromQuery, Unit } from '../panel.ts';
import { consoleVariable } from '../variables.ts';
import { jobVariable, ofCollector, perSecond, secondsSince } from './promql.ts';

type Rate = readonly [id: string, title: string, metric: string, by: string, description: string];

/** Rates of counters, by a label. */
const rates = (unit: Unit, ...all: readonly Rate[]): readonly Panel<PromQuery>[] =>
  all.map(([id, title, metric, by, description]) => ({
    id,
    title,
    description,
    look: 'lines',
    unit,
    queries: [
      {
        expr: perSecond(by, ofCollector(metric)),
        legend: by
          .split(', ')
          .map((label) => `{{${label}}}`)
          .join(' '),
      },
    ],
    width: 8,
    height: 8,
    empty: 'Nothing yet',
  }));

const gauge = (
  id: string,
  title: string,
  unit: Unit,
  expr: string,
  description: string,
  more: Partial<Panel<PromQuery>> = {},
): Panel<PromQuery> => ({
  ...{ id, title, description, look: 'stat', unit, width: 6, height: 5, empty: 'Not scraped' },
  queries: [{ expr, legend: title.toLowerCase(), instant: true }],
  ...more,
});

/** Can the collector be believed? */
export const collector: PrometheusDashboard = {
  source: 'prometheus',
  name: 'collector',
  title: 'Faultline: the collector itself',
  description:
    'Whether the collector takes, keeps, evaluates and tells. What to do when it does not: docs/operating.md.',
  since: 'now-3h',
  variables: [consoleVariable, jobVariable(collectorMetric.evaluated)],
  annotations: [],
  rows: [
    {
      panels: [
        gauge(
          'ready',
          'Ready',
          'none',
          `min(${ofCollector('faultline_store_ready')})`,
          'Rows can be taken and read, by every collector.',
          {
            states: [
              { value: 0, word: 'No', colour: 'red' },
              { value: 1, word: 'Yes', colour: 'green' },
            ],
            links: [consoleLinks.wall],
          },
        ),
        gauge(
          'evaluated',
          'Last evaluation',
          's',
          secondsSince(collectorMetric.evaluated),
          'Ago. Evaluation runs every two seconds; after a minute without one nobody is paged for anything.',
          { thresholds: evaluationAges },
        ),
        gauge(
          'speaking',
          'Collectors that send alerts',
          'short',
          `sum(${ofCollector('faultline_alerts_speaking')})`,
          'Of several on one database one does. None is an outage of paging; it is 0 where no receiver is configured.',
          {
            thresholds: [
              { from: null, colour: 'yellow' },
              { from: 1, colour: 'green' },
              { from: 2, colour: 'yellow' },
            ],
          },
        ),
        gauge(
          'delay',
          'Delay of calls, p99',
          's',
          `max(${ofCollector('faultline_ingest_delay_p99_seconds')})`,
          'How long after its end a call comes here. Detection cannot be faster.',
          {
            thresholds: [
              { from: null, colour: 'green' },
              { from: 10, colour: 'yellow' },
              { from: 60, colour: 'red' },
            ],
            empty: 'Too few calls to say',
          },
        ),
      ],
    },
    {
      title: 'Intake',
      panels: [
        ...rates('reqps', [
          'requests',
          'Requests, by answer',
          'faultline_receive_requests_total',
          'signal, code',
          '503 asks senders to come again, 4xx are their faults.',
        ]),
        ...rates(
          'cps',
          [
            'accepted',
            'Spans, records and points that became rows',
            'faultline_receive_accepted_total',
            'signal',
            'A second; durable when it is counted.',
          ],
          [
            'dropped',
            'What became no row',
            'faultline_receive_dropped_total',
            'signal, reason',
            'With its reason. Spans of other things than calls are dropped all the time.',
          ],
        ),
      ],
    },
    {
      title: 'Store',
      panels: [
        {
          id: 'spool',
          title: 'Rows that wait',
          description: 'Durable on disk and not yet in ClickHouse. It grows while ClickHouse is away.',
          look: 'lines',
          unit: 'short',
          queries: [
            {
              expr: `sum by (instance) (${ofCollector('faultline_store_spooled_rows')})`,
              legend: '{{instance}}',
            },
          ],
          width: 8,
          height: 8,
          empty: 'Not scraped',
        },
        {
          id: 'spool-bytes',
          title: 'Size of what waits',
          description: 'At 2 GiB senders are asked to come again.',
          look: 'lines',
          unit: 'bytes',
          queries: [
            {
              expr: `sum by (instance) (${ofCollector('faultline_store_spooled_bytes')})`,
              legend: '{{instance}}',
            },
          ],
          width: 8,
          height: 8,
          empty: 'Not scraped',
        },
        ...rates('cps', [
          'inserted',
          'Rows that ClickHouse has confirmed',
          'faultline_store_rows_inserted_total',
          'instance',
          'A second, over all tables.',
        ]),
        ...rates(
          'cps',
          [
            'failures',
            'Inserts that failed',
            'faultline_store_insert_failures_total',
            'reason',
            'Their rows wait and are tried again. The reason says what to do.',
          ],
          [
            'refused',
            'Batches sent back',
            'faultline_store_appends_refused_total',
            'reason',
            'Answered with 503: exporters keep them for a while.',
          ],
        ),
        {
          id: 'restarts',
          title: 'Restarts and losses',
          description:
            'Since the start: restarts of the embedded engine, and rows that ClickHouse refused for good.',
          look: 'lines',
          unit: 'short',
          queries: [
            {
              expr: `sum(${ofCollector('faultline_store_engine_restarts_total')})`,
              legend: 'restarts of the engine',
            },
            {
              expr: `sum(${ofCollector('faultline_store_rows_rejected_total')})`,
              legend: 'rows refused for good',
            },
          ],
          width: 8,
          height: 8,
          thresholds: noneIsGood,
          empty: 'Not scraped',
        },
      ],
    },
    {
      title: 'Evaluation and alerts',
      panels: [
        ...rates('cps', [
          'evaluation-failures',
          'Evaluations that failed',
          'faultline_evaluation_failures_total',
          'instance',
          'They could not read the store; the frames are caught up later.',
        ]),
        ...rates('cps', [
          'deliveries',
          'Alerts sent, by what became of them',
          'faultline_alerts_sent_total',
          'receiver, result',
          'To Alertmanagers and webhooks; everything that is still so is repeated.',
        ]),
        {
          id: 'official',
          title: "Vendors' status pages",
          description: 'How each can be believed. They decide nothing.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              expr: `max by (provider, source, state) (${ofCollector('faultline_official_source_state')}) == 1`,
              legend: '',
              instant: true,
            },
          ],
          width: 8,
          height: 8,
          columns: [
            { name: 'Time', hidden: true },
            { name: 'Value', hidden: true },
            { name: 'provider', title: 'Vendor' },
            { name: 'source', title: 'Page' },
            {
              name: 'state',
              title: 'State',
              states: [
                { value: 'ok', word: 'ok', colour: 'green' },
                { value: 'stale', word: 'stale', colour: 'yellow' },
                { value: 'unreadable', word: 'unreadable', colour: 'red' },
                { value: 'moved', word: 'moved', colour: 'red' },
              ],
            },
          ],
          empty: 'Not read: `official.enabled` is off',
          emptyInOutage: "Vendors' pages are read only where `official.enabled` is on.",
        },
      ],
    },
  ],
};
