import { z } from 'zod';
import type {
  DataSourceContent,
  IndicatorContent,
  InlineIndicatorContent,
  Mapping,
  MetadataContent,
  MetricContent,
} from '../content.ts';
import {
  description,
  fields,
  freeForm,
  isMapping,
  isSet,
  listing,
  oneOf,
  optionalFlag,
  optionalReference,
  optionalText,
  type Report,
  requiredText,
  withRule,
} from './fields.ts';

export const dataSource: z.ZodType<DataSourceContent> = fields({
  description,
  type: requiredText,
  // Whatever the data source wants, even nothing, but said on purpose.
  connectionDetails: z
    .unknown()
    .refine((value) => value !== undefined, 'missing; expected how to connect, or {}'),
});

export const v1Metric: z.ZodType<MetricContent> = fields({
  metricSource: fields({
    metricSourceRef: optionalReference,
    type: optionalText,
    spec: freeForm.refine((spec) => Object.keys(spec).length > 0, 'empty; expected the query'),
  }),
});

export const v2Metric: z.ZodType<MetricContent> = withRule(
  fields({
    dataSourceRef: optionalReference,
    dataSourceSpec: dataSource.nullish(),
    spec: freeForm.nullish(),
  }),
  (metric, report) => oneOf(metric, ['dataSourceRef', 'dataSourceSpec'], report),
);

/** What an SLI measures, with the metrics of one version. */
export function indicator(metric: z.ZodType<MetricContent>): z.ZodType<IndicatorContent> {
  const ratioMetric = withRule(
    fields({
      counter: optionalFlag,
      good: metric.nullish(),
      bad: metric.nullish(),
      total: metric.nullish(),
      raw: metric.nullish(),
      rawType: optionalText,
    }),
    checkRatio,
  );
  return withRule(
    fields({ description, thresholdMetric: metric.nullish(), ratioMetric: ratioMetric.nullish() }),
    (spec, report) => oneOf(spec, ['thresholdMetric', 'ratioMetric'], report),
  );
}

export function inlineIndicator(
  metadata: z.ZodType<MetadataContent>,
  spec: z.ZodType<IndicatorContent>,
): z.ZodType<InlineIndicatorContent> {
  return fields({ metadata, spec });
}

function checkRatio(ratio: Mapping, report: Report): void {
  oneOf(ratio, ['total', 'raw'], report);
  oneOf(ratio, ['raw', 'good', 'bad'], report, { optional: true });
  if (isSet(ratio.total) && !isSet(ratio.good) && !isSet(ratio.bad) && !isSet(ratio.raw))
    report([], `\`total\` alone is no ratio; add ${listing(['good', 'bad'], 'or')}`);
  if (isSet(ratio.raw) && ratio.rawType !== 'success' && ratio.rawType !== 'failure')
    report(['rawType'], '`raw` needs to be told what it counts; expected success or failure');
}

/** Which of the two kinds of SLI an inline one is; undefined if it is none, or both. */
export function measureOf(inline: unknown): 'ratioMetric' | 'thresholdMetric' | undefined {
  const spec = isMapping(inline) && isMapping(inline.spec) ? inline.spec : {};
  const isRatio = isSet(spec.ratioMetric);
  if (isRatio === isSet(spec.thresholdMetric)) return undefined;
  return isRatio ? 'ratioMetric' : 'thresholdMetric';
}
