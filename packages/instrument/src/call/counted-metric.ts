import type { Registry } from 'prom-client';

/** One line of an exposition: a series of a metric, or one of the parts that a histogram is made of. */
export interface MetricLine {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** Where it is not the metric's own: `…_bucket`, `…_sum`, `…_count`. */
  readonly metricName?: string;
  readonly exemplar?: Exemplar | undefined;
}

/** A trace that shows what a number is about (OpenMetrics 1.0, exemplars). */
export interface Exemplar {
  readonly labelSet: Readonly<Record<string, string>>;
  readonly value: number;
  /** Unix seconds. */
  readonly timestamp: number;
}

interface MetricDescription {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'histogram';
}

/**
 * Puts a metric on a registry whose numbers are counted elsewhere and read at a scrape. prom-client's own instruments
 * check and sort the labels of each call anew; that alone took a tenth of all that is done for one.
 *
 * A registry asks its metrics for no more than this (prom-client 15, lib/registry.js).
 */
export function exposeMetric(
  registry: Registry,
  { name, help, type }: MetricDescription,
  lines: () => readonly MetricLine[],
  reset: () => void,
): void {
  const metric = {
    // A registry in the OpenMetrics format takes `_total` off this field, and puts it back on each line.
    name,
    help,
    type,
    aggregator: 'sum',
    get: async () => ({ name: metric.name, help, type, aggregator: 'sum', values: [...lines()] }),
    reset,
  };
  registry.registerMetric(metric as unknown as Parameters<Registry['registerMetric']>[0]);
}
