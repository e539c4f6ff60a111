import { clientMetric } from '@faultline/conventions';
import type { PrometheusDashboard } from '../dashboard.ts';
import { consoleLinks, domainColoursInWords, failedShares, noneIsGood, outcomeColours } from '../looks.ts';
import type { Panel, PromQuery } from '../panel.ts';
import { consoleVariable } from '../variables.ts';
import {
  failedShare,
  jobVariable,
  modelVariable,
  ofModels,
  perSecond,
  providerVariable,
  quantile,
} from './promql.ts';

const legend = '{{provider}} {{model}}';
const ofApps = (metric: string): string => `${metric}{job=~"$job"}`;

/** What the instrumentation itself lost: all 0 when it works. */
const losses: readonly Panel<PromQuery>[] = [
  {
    id: 'dropped',
    title: 'Spans that were lost',
    description:
      'Since the app started: the queue was full, the collector refused them, or the process ended. What is lost the collector does not see.',
    look: 'stat',
    unit: 'short',
    queries: [
      {
        expr: `sum(${ofApps('faultline_instrument_spans_dropped_total')})`,
        legend: 'spans',
        instant: true,
      },
    ],
    width: 4,
    height: 6,
    thresholds: noneIsGood,
    empty: 'No app is scraped',
  },
  {
    id: 'errors',
    title: 'Errors of the instrumentation',
    description: 'Since the app started. The app did not see them.',
    look: 'stat',
    unit: 'short',
    queries: [
      {
        expr: `sum(${ofApps('faultline_instrument_internal_errors_total')})`,
        legend: 'errors',
        instant: true,
      },
    ],
    width: 4,
    height: 6,
    thresholds: noneIsGood,
    empty: 'No app is scraped',
  },
  {
    id: 'sdks',
    title: 'SDKs that were loaded',
    description:
      '`false`: the SDK is seen at the HTTP level only, and each of its retries counts as a call of its own.',
    look: 'table',
    unit: 'string',
    queries: [
      {
        expr: `max by (job, package, version, covered) (${ofApps('faultline_instrument_sdk_info')})`,
        legend: '',
        instant: true,
      },
    ],
    width: 16,
    height: 6,
    columns: [
      { name: 'Time', hidden: true },
      { name: 'Value', hidden: true },
      { name: 'job', title: 'App' },
      { name: 'package', title: 'SDK' },
      { name: 'version', title: 'Version' },
      {
        name: 'covered',
        title: 'Retries followed',
        states: [
          { value: 'true', word: 'true', colour: 'green' },
          { value: 'false', word: 'false', colour: 'yellow' },
        ],
      },
    ],
    empty: 'No SDK was loaded',
  },
];

/** What does one app see, by itself, without any collector? */
export const app: PrometheusDashboard = {
  source: 'prometheus',
  name: 'app',
  title: 'Faultline: apps',
  description:
    'From the metrics that the instrumentation serves inside each app (`FAULTLINE_METRICS_PORT`); it works without a collector. More: packages/instrument/README.md.',
  since: 'now-1h',
  variables: [
    consoleVariable,
    jobVariable(clientMetric.calls),
    providerVariable(clientMetric.calls),
    modelVariable(clientMetric.calls),
  ],
  annotations: [],
  rows: [
    {
      panels: [
        {
          id: 'failed',
          title: 'Attempts that fail',
          description: 'Share of HTTP attempts in which the vendor or the way to it failed.',
          look: 'lines',
          unit: 'percentunit',
          queries: [{ expr: failedShare('provider, model', ofModels, clientMetric.attempts), legend }],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.model],
          empty: 'No calls',
        },
        {
          id: 'outcomes',
          title: 'Calls, by how they ended',
          description: `As the app sees it, retries done. ${domainColoursInWords}.`,
          look: 'stacked',
          unit: 'reqps',
          queries: [{ expr: perSecond('outcome', ofModels(clientMetric.calls)), legend: '{{outcome}}' }],
          width: 12,
          height: 8,
          colours: outcomeColours,
          links: [consoleLinks.outcome],
          empty: 'No calls',
        },
      ],
    },
    {
      title: 'Waiting now',
      panels: [
        {
          id: 'in-flight',
          title: 'Calls in flight',
          description: 'Begun and not ended. A vendor that hangs shows here before anything fails.',
          look: 'stacked',
          unit: 'short',
          queries: [{ expr: `sum by (provider, model) (${ofModels(clientMetric.callsInFlight)})`, legend }],
          width: 12,
          height: 8,
          links: [consoleLinks.model],
          empty: 'No calls',
        },
        {
          id: 'silence',
          title: 'Longest silence',
          description: 'Of the call in flight that has had no sign of life from its vendor for longest.',
          look: 'lines',
          unit: 's',
          queries: [
            { expr: `max by (provider, model) (${ofModels(clientMetric.callsInFlightSilence)})`, legend },
          ],
          width: 12,
          height: 8,
          links: [consoleLinks.model],
          empty: 'No calls',
        },
      ],
    },
    {
      title: 'How fast, how much',
      panels: [
        {
          id: 'duration',
          title: 'Duration, p95',
          description:
            'Retries and back-off included. Points are single calls (`FAULTLINE_METRICS_EXEMPLARS=true`): each leads to its page in the console.',
          look: 'lines',
          unit: 's',
          queries: [
            {
              expr: quantile(0.95, 'provider, model', ofModels(`${clientMetric.callDuration}_bucket`)),
              legend,
              exemplars: true,
            },
          ],
          width: 8,
          height: 8,
          links: [consoleLinks.model],
          empty: 'No calls',
        },
        {
          id: 'first-chunk',
          title: 'First content, p95',
          description: 'Of calls that stream. Points are single calls and lead to their pages.',
          look: 'lines',
          unit: 's',
          queries: [
            {
              expr: quantile(0.95, 'provider, model', ofModels(`${clientMetric.timeToFirstChunk}_bucket`)),
              legend,
              exemplars: true,
            },
          ],
          width: 8,
          height: 8,
          links: [consoleLinks.model],
          empty: 'No calls that stream',
        },
        {
          id: 'tokens',
          title: 'Tokens',
          description: 'A second, as vendors reported them; cached and reasoning tokens included.',
          look: 'stacked',
          unit: 'cps',
          queries: [{ expr: perSecond('type', ofModels(clientMetric.tokens)), legend: '{{type}}' }],
          width: 8,
          height: 8,
          empty: 'No vendor reported any',
        },
      ],
    },
    { title: 'The instrumentation itself', panels: losses },
  ],
};
