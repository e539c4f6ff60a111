import { badOutcomes, collectorMetric } from '@faultline/conventions';
import type { PromAnnotation, QueryVariable } from '../dashboard.ts';

/** Outcomes in which the vendor, or the way to it, failed. */
const failed = `outcome=~"${badOutcomes.join('|')}"`;

const job = 'job=~"$job"';
const chosen = 'provider=~"$provider", model=~"$model"';

/** Of a metric the series that are looked at. */
export type Selector = (metric: string, ...matchers: readonly string[]) => string;

/** A metric of the collector. */
export const ofCollector: Selector = (metric, ...matchers) => `${metric}{${[job, ...matchers].join(', ')}}`;

/** A metric that names vendor and model, of those that are chosen. */
export const ofModels: Selector = (metric, ...matchers) =>
  `${metric}{${[job, chosen, ...matchers].join(', ')}}`;

export const perSecond = (by: string, selector: string): string =>
  `sum by (${by}) (rate(${selector}[$__rate_interval]))`;

/**
 * The share that failed. Who had no failure yet has no series of failures, and a share of 0 all the same; who had no
 * attempt has no share.
 */
export function failedShare(by: string, select: Selector, metric: string): string {
  const all = perSecond(by, select(metric));
  return `(${perSecond(by, select(metric, failed))} or 0 * ${all}) / (${all} > 0)`;
}

/** Since a clock that a metric tells, of the one that stands still longest. */
export const secondsSince = (metric: string): string => `time() - min(${ofCollector(metric)})`;

/** Where nothing was observed a quantile is not a number, which no comparison lets through. */
export function quantile(q: number, by: string, selector: string): string {
  return `histogram_quantile(${q}, ${perSecond(`le, ${by}`, selector)}) >= 0`;
}

export const jobVariable = (metric: string): QueryVariable => ({
  kind: 'query',
  name: 'job',
  label: 'Job',
  description: 'Jobs of Prometheus that are looked at.',
  query: `label_values(${metric}, job)`,
  allValue: '.+',
});

export const providerVariable = (metric: string): QueryVariable => ({
  kind: 'query',
  name: 'provider',
  label: 'Vendor',
  description: 'Vendors that are looked at.',
  query: `label_values(${metric}{${job}}, provider)`,
  allValue: '.*',
});

export const modelVariable = (metric: string): QueryVariable => ({
  kind: 'query',
  name: 'model',
  label: 'Model',
  description: 'Models of these vendors.',
  query: `label_values(${metric}{${job}, provider=~"$provider"}, model)`,
  allValue: '.*',
});

/** While somebody is paged for one. */
export const incidentAnnotation: PromAnnotation = {
  name: 'Incidents',
  colour: 'red',
  enabled: true,
  expr: `max by (provider, class) (${ofCollector(collectorMetric.incidentActive, 'state=~"confirmed|recovering"')}) > 0`,
  title: '{{provider}}: {{class}}',
  text: '<a href="${console}/incidents">Incidents in the console</a>',
  tagKeys: 'provider,class',
};
