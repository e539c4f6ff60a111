import { z } from 'zod';
import type { AlphaMetricContent, AlphaSloContent, Mapping } from '../content.ts';
import {
  calendar,
  checkRolling,
  description,
  fields,
  isMapping,
  isSet,
  listOf,
  optionalFlag,
  optionalNumber,
  optionalText,
  type Report,
  requiredText,
  textUpTo,
  tolerable,
  withRule,
} from './fields.ts';
import { alphaMetadata } from './metadata.ts';
import { checkNoThreshold, checkOperator } from './slo.ts';
import { documents, type VersionSchemas } from './version-schemas.ts';

const letters = requiredText.refine((text) => /^[a-zA-Z]*$/.test(text), 'expected letters only');

const metric: z.ZodType<AlphaMetricContent> = fields({
  source: letters,
  queryType: letters,
  query: z.string().refine((text) => text.trim() !== '', 'missing; expected a query'),
});

const shareMessage = 'expected a number from 0 to below 1, like 0.999';

const objective = withRule(
  fields({
    displayName: textUpTo(1050),
    op: optionalText,
    value: optionalNumber,
    target: z.number().min(0, shareMessage).lt(1, shareMessage),
    timeSliceTarget: optionalNumber,
    ratioMetrics: fields({ good: metric, total: metric, incremental: optionalFlag }).nullish(),
  }),
  checkObjective,
);

const timeWindow = withRule(
  fields({
    unit: z.enum(['Second', 'Day', 'Week', 'Month', 'Quarter']),
    count: z.int().min(1, 'expected a whole number above 0'),
    isRolling: optionalFlag,
    calendar,
  }),
  checkRolling,
);

const slo: z.ZodType<AlphaSloContent> = withRule(
  fields({
    description,
    service: requiredText,
    budgetingMethod: z.enum(['Occurrences', 'Timeslices']),
    indicator: fields({ thresholdMetric: metric }).nullish(),
    timeWindows: listOf(timeWindow, (length) => length === 1, 'expected exactly one time window'),
    objectives: z.array(objective).nullish(),
  }),
  checkSlo,
);

/** `openslo/v1alpha` as the OpenSLO Go SDK understands it: SLOs with their metrics inside, and services. */
export const v1alpha: VersionSchemas = documents('openslo/v1alpha', alphaMetadata, {
  Service: fields({ description }).nullish(),
  SLO: slo,
});

function checkObjective(objective: Mapping, report: Report): void {
  const isRatio = isSet(objective.ratioMetrics);
  if (!isSet(objective.value))
    report(
      ['value'],
      isRatio
        ? 'missing; other tools want a number here, although it means nothing with `ratioMetrics`'
        : 'missing; without a number to compare with no event can be told good from bad',
      tolerable,
    );
  if (isRatio) checkNoThreshold({ op: objective.op }, report);
  else checkOperator(objective, report);
}

function checkSlo(spec: Mapping, report: Report): void {
  const objectives = Array.isArray(spec.objectives) ? spec.objectives.filter(isMapping) : [];
  const hasRatio = objectives.some((each) => isSet(each.ratioMetrics));
  if (hasRatio && isSet(spec.indicator))
    report([], '`indicator` and `ratioMetrics` of the objectives exclude each other; keep one');
  if (!hasRatio && !isSet(spec.indicator))
    report([], 'nothing is measured; expected an `indicator`, or `ratioMetrics` in the objectives');
  if (spec.budgetingMethod !== 'Timeslices') return;
  for (const [index, { timeSliceTarget: target }] of objectives.entries()) {
    const path = ['objectives', index, 'timeSliceTarget'];
    if (!isSet(target))
      report(path, 'missing; with Timeslices it says from which share of good events a slice is good');
    else if (typeof target === 'number' && (target < 0 || target > 1))
      report(path, `expected a share from 0 to 1, like 0.95, got ${target}`);
  }
}
