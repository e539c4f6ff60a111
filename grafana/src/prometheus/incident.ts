import { collectorMetric } from '@faultline/conventions';
import type { PrometheusDashboard } from '../dashboard.ts';
import {
  alertStates,
  consoleLinks,
  domainColoursInWords,
  failedShares,
  healthStates,
  incidentStates,
  outcomeColours,
} from '../looks.ts';
import { consoleVariable } from '../variables.ts';
import {
  failedShare,
  incidentAnnotation,
  jobVariable,
  modelVariable,
  ofCollector,
  ofModels,
  perSecond,
  providerVariable,
  quantile,
} from './promql.ts';

const legend = '{{provider}} {{model}}';
const perOutcome = `${perSecond('outcome', ofModels(collectorMetric.attempts, 'outcome!="ok"'))} > 0`;

/** What is failing, and does anything else fail with it? */
export const incident: PrometheusDashboard = {
  source: 'prometheus',
  name: 'incident',
  title: 'Faultline: incident',
  description:
    'One outage from all sides: how attempts fail, which models, and whether other vendors do. The evidence is on its page in the console. More: docs/slo-and-incidents.md.',
  since: 'now-1h',
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
          id: 'open',
          title: 'Open incidents',
          description:
            'By vendor, by what is thought to be the cause, and by how sure that is. Metrics do not name single incidents; the console does.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              expr: `max by (provider, class, state) (${ofCollector(collectorMetric.incidentActive)}) > 0`,
              legend: '',
              instant: true,
            },
          ],
          width: 12,
          height: 8,
          columns: [
            { name: 'Time', hidden: true },
            { name: 'provider', title: 'Vendor' },
            { name: 'class', title: 'Cause' },
            { name: 'state', title: 'State', states: incidentStates },
            { name: 'Value', title: 'Incidents', unit: 'short' },
          ],
          links: [consoleLinks.incidents],
          empty: 'Nothing is open',
        },
        {
          id: 'health',
          title: 'Health of models',
          description: 'As the health feed tells it.',
          look: 'states',
          unit: 'none',
          queries: [
            { expr: `max by (provider, model) (${ofModels(collectorMetric.vendorHealthState)})`, legend },
          ],
          width: 12,
          height: 8,
          states: healthStates,
          links: [consoleLinks.model],
          empty: 'No traffic',
        },
      ],
    },
    {
      title: 'Evidence',
      panels: [
        {
          id: 'failures',
          title: 'How attempts fail',
          description: `Attempts a second that did not end with a complete answer. ${domainColoursInWords}.`,
          look: 'stacked',
          unit: 'reqps',
          queries: [{ expr: perOutcome, legend: '{{outcome}}' }],
          width: 12,
          height: 8,
          colours: outcomeColours,
          links: [consoleLinks.outcome],
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
              expr: failedShare('provider, model', ofModels, collectorMetric.attempts),
              legend,
            },
          ],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.model],
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
              expr: failedShare('provider', ofCollector, collectorMetric.attempts),
              legend: '{{provider}}',
            },
          ],
          width: 12,
          height: 8,
          thresholds: failedShares,
          links: [consoleLinks.provider],
          empty: 'No traffic',
        },
        {
          id: 'first-chunk',
          title: 'First content, p95',
          description: 'Slow before it fails, or fast and refusing: overload and outage differ here.',
          look: 'lines',
          unit: 's',
          queries: [
            {
              expr: quantile(0.95, 'provider, model', ofModels(`${collectorMetric.timeToFirstChunk}_bucket`)),
              legend,
            },
          ],
          width: 12,
          height: 8,
          links: [consoleLinks.model],
          empty: 'No calls that stream',
        },
      ],
    },
    {
      title: 'What people were told',
      panels: [
        {
          id: 'pages',
          title: 'Pages of service levels',
          description: 'Alerts that wake somebody, by service level and tier.',
          look: 'states',
          unit: 'none',
          queries: [
            {
              expr: `max by (slo_id, burn_tier) (${ofCollector(collectorMetric.sloAlert, 'severity="page"')})`,
              legend: '{{slo_id}} {{burn_tier}}',
            },
          ],
          width: 16,
          height: 9,
          states: alertStates,
          links: [consoleLinks.slos],
          empty: 'No service levels yet',
        },
        {
          id: 'overrides',
          title: 'Said by operators',
          description:
            'Vendors and models whose health an operator has set; without a model it is the vendor as a whole.',
          look: 'table',
          unit: 'string',
          queries: [
            {
              expr: `max by (provider, model) (${ofCollector(collectorMetric.vendorHealthOverride)})`,
              legend: '',
              instant: true,
            },
          ],
          width: 8,
          height: 9,
          columns: [
            { name: 'Time', hidden: true },
            { name: 'Value', hidden: true },
            { name: 'provider', title: 'Vendor' },
            { name: 'model', title: 'Model' },
          ],
          empty: 'Nothing is overridden',
          emptyInOutage:
            'Operators say something only where the detector is wrong or a vendor is under test.',
        },
      ],
    },
  ],
};
