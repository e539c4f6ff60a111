import { collectorMetric } from '@faultline/conventions';
import type { PrometheusDashboard } from '../dashboard.ts';
import { consoleLinks, domainColoursInWords, failedShares, healthStates, outcomeColours } from '../looks.ts';
import { consoleVariable } from '../variables.ts';
import {
  failedShare,
  incidentAnnotation,
  jobVariable,
  modelVariable,
  ofModels,
  perSecond,
  providerVariable,
  quantile,
} from './promql.ts';
import { recordedFailedShare, recordedQuantile } from './recorded.ts';

const attempts = ofModels(collectorMetric.attempts);
const legend = '{{provider}} {{model}}';

/** What is it like to call these models? */
export const vendor: PrometheusDashboard = {
  source: 'prometheus',
  name: 'vendor',
  title: 'Faultline: vendor and model',
  description: 'Failures, first content and duration of chosen vendors and models. More: docs/data-model.md.',
  since: 'now-3h',
  variables: [
    consoleVariable,
    jobVariable(collectorMetric.sloEvaluated),
    providerVariable(collectorMetric.attempts),
    modelVariable(collectorMetric.attempts),
  ],
  annotations: [incidentAnnotation],
  rows: [
    {
      panels: [
        {
          id: 'health',
          title: 'Health of models',
          description: 'As the health feed tells it; unknown is not healthy.',
          look: 'states',
          unit: 'none',
          queries: [
            { expr: `max by (provider, model) (${ofModels(collectorMetric.vendorHealthState)})`, legend },
          ],
          width: 24,
          height: 9,
          states: healthStates,
          links: [consoleLinks.model],
          empty: 'No traffic',
        },
      ],
    },
    {
      title: 'What becomes of attempts',
      panels: [
        {
          id: 'failed',
          title: 'Attempts that fail, by model',
          description: 'Share of HTTP attempts in which the vendor or the way to it failed.',
          look: 'lines',
          unit: 'percentunit',
          queries: [{ expr: failedShare('provider, model', ofModels, collectorMetric.attempts), legend }],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.model],
          empty: 'No traffic',
        },
        {
          id: 'outcomes',
          title: 'Attempts, by how they ended',
          description: `${domainColoursInWords}, green a complete answer.`,
          look: 'stacked',
          unit: 'reqps',
          queries: [{ expr: perSecond('outcome', attempts), legend: '{{outcome}}' }],
          width: 12,
          height: 8,
          colours: outcomeColours,
          links: [consoleLinks.outcome],
          empty: 'No traffic',
        },
        {
          id: 'retries',
          title: 'Attempts for a call',
          description:
            'How many HTTP attempts a call took. 1 is no retry; it rises while SDKs hide failures.',
          look: 'lines',
          unit: 'short',
          queries: [
            {
              expr: `${perSecond('provider, model', attempts)} / (${perSecond('provider, model', ofModels(collectorMetric.calls))} > 0)`,
              legend,
            },
          ],
          width: 12,
          height: 8,
          links: [consoleLinks.model],
          empty: 'No traffic',
        },
        {
          id: 'calls',
          title: 'Calls, by model',
          description: 'Calls a second that ended, however they ended.',
          look: 'stacked',
          unit: 'reqps',
          queries: [{ expr: perSecond('provider, model', ofModels(collectorMetric.calls)), legend }],
          width: 12,
          height: 8,
          links: [consoleLinks.model],
          empty: 'No traffic',
        },
      ],
    },
    {
      title: 'How fast',
      panels: [
        ...[0.5, 0.95].map((q) => ({
          id: `first-chunk-p${q * 100}`,
          title: `First content, p${q * 100}`,
          description: `Of a hundred calls ${q * 100} had their first content sooner, retries included.`,
          look: 'lines' as const,
          unit: 's' as const,
          queries: [
            {
              expr: quantile(q, 'provider, model', ofModels(`${collectorMetric.timeToFirstChunk}_bucket`)),
              legend,
            },
          ],
          width: 8,
          height: 8,
          links: [consoleLinks.model],
          empty: 'No calls that stream',
        })),
        {
          id: 'duration-p95',
          title: 'Duration, p95',
          description: 'Of a hundred calls 95 were over sooner, retries and back-off included.',
          look: 'lines',
          unit: 's',
          queries: [
            {
              expr: quantile(0.95, 'provider, model', ofModels(`${collectorMetric.callDuration}_bucket`)),
              legend,
            },
          ],
          width: 8,
          height: 8,
          links: [consoleLinks.model],
          empty: 'No traffic',
        },
      ],
    },
    {
      title: 'Weeks (needs prometheus/faultline-recordings.rules.yml)',
      panels: [
        {
          id: 'failed-weeks',
          title: 'Attempts that fail, from recordings',
          description: 'The same share from recorded rates: cheap to read over weeks.',
          look: 'lines',
          unit: 'percentunit',
          queries: [{ expr: recordedFailedShare, legend }],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.model],
          empty: 'The recording rules are not loaded, or have seen no traffic',
        },
        {
          id: 'first-chunk-weeks',
          title: 'First content, p95 from recordings',
          description: 'From recorded rates of buckets: cheap to read over weeks.',
          look: 'lines',
          unit: 's',
          queries: [{ expr: recordedQuantile(0.95), legend }],
          width: 12,
          height: 8,
          links: [consoleLinks.model],
          empty: 'The recording rules are not loaded, or have seen no calls that stream',
        },
      ],
    },
  ],
};
