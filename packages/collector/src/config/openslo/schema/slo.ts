import { z } from 'zod';
import type {
  AlertPolicyContent,
  BudgetingMethod,
  InlineIndicatorContent,
  Mapping,
  MetadataContent,
  SloContent,
} from '../content.ts';
import { link } from './alert.ts';
import {
  calendar,
  checkRolling,
  description,
  fields,
  isMapping,
  isOperator,
  isSet,
  listing,
  listOf,
  name,
  oneOf,
  optionalFlag,
  optionalNumber,
  optionalText,
  type Report,
  requiredText,
  tolerable,
  withRule,
} from './fields.ts';
import { measureOf } from './indicator.ts';

/** What `openslo/v1` and `openslo.com/v2alpha` call differently, and the parts that differ in more than a name. */
export interface SloDialect {
  readonly service: 'service' | 'serviceRef';
  readonly indicator: 'indicator' | 'sli';
  readonly indicatorRef: 'indicatorRef' | 'sliRef';
  readonly duration: z.ZodType<string>;
  readonly metadata: z.ZodType<MetadataContent>;
  readonly inlineIndicator: z.ZodType<InlineIndicatorContent>;
  readonly alertPolicy: z.ZodType<AlertPolicyContent>;
}

const budgetingMethod: z.ZodType<BudgetingMethod> = z.enum(['Occurrences', 'Timeslices', 'RatioTimeslices']);

export function slo(dialect: SloDialect): z.ZodType<SloContent> {
  const { metadata, alertPolicy, duration } = dialect;
  const measured = {
    [dialect.indicator]: dialect.inlineIndicator.nullish(),
    [dialect.indicatorRef]: name.nullish(),
  };
  const timeWindow = withRule(fields({ duration, isRolling: optionalFlag, calendar }), checkRolling);
  const spec = fields({
    description,
    [dialect.service]: requiredText,
    ...measured,
    budgetingMethod,
    timeWindow: listOf(timeWindow, (length) => length === 1, 'expected exactly one time window'),
    objectives: z.array(objective(dialect, measured)).nullish(),
    alertPolicies: z.array(link('alertPolicyRef', 'AlertPolicy', metadata, alertPolicy)).nullish(),
  });
  const checked = withRule(spec, (value, report) => checkSlo(value, dialect, report));
  // The compiler cannot tell which keys the computed ones are.
  return checked as unknown as z.ZodType<SloContent>;
}

function objective(dialect: SloDialect, measured: z.core.$ZodLooseShape): z.ZodType<Mapping> {
  const shape = fields({
    displayName: optionalText,
    op: optionalText,
    value: optionalNumber,
    target: share(1, '0.999').nullish(),
    targetPercent: share(100, '99.9').nullish(),
    timeSliceTarget: optionalNumber,
    timeSliceWindow: dialect.duration.nullish(),
    compositeWeight: optionalNumber,
    ...measured,
  });
  return withRule(shape, (value, report) => {
    oneOf(value, ['target', 'targetPercent'], report);
    oneOf(value, [dialect.indicator, dialect.indicatorRef], report, { optional: true });
  });
}

/** Up to, but not, everything: an objective of 100 % has no error budget. */
function share(whole: number, example: string): z.ZodNumber {
  const message = `expected a number from 0 to below ${whole}, like ${example}`;
  return z.number().min(0, message).lt(whole, message);
}

function checkSlo(spec: Mapping, dialect: SloDialect, report: Report): void {
  const objectives = Array.isArray(spec.objectives) ? spec.objectives.filter(isMapping) : [];
  const keys = [dialect.indicator, dialect.indicatorRef];
  const isComposite = objectives.some((each) => keys.some((key) => isSet(each[key])));
  if (!isComposite) oneOf(spec, keys, report);
  else if (keys.some((key) => isSet(spec[key])))
    report([], `${listing(keys, 'or')} belongs either here or in the objectives, not in both`);
  const measure = measureOf(spec[dialect.indicator]);
  for (const [index, each] of objectives.entries()) {
    const reportAt: Report = (path, ...rest) => report(['objectives', index, ...path], ...rest);
    if (measure === 'ratioMetric') checkNoThreshold(each, reportAt);
    if (measure === 'thresholdMetric') checkThreshold(each, reportAt);
    checkTimeSlices(each, spec.budgetingMethod, reportAt);
    if (isComposite && typeof each.compositeWeight === 'number' && each.compositeWeight <= 0)
      report(['objectives', index, 'compositeWeight'], 'expected a number above 0');
  }
}

export function checkNoThreshold(objective: Mapping, report: Report): void {
  for (const key of ['op', 'value'])
    if (isSet(objective[key]))
      report(
        [key],
        'means nothing with a ratio metric, where every event is good or bad; remove it',
        tolerable,
      );
}

function checkThreshold(objective: Mapping, report: Report): void {
  if (!isSet(objective.value))
    report(['value'], 'missing; a `thresholdMetric` needs a number to compare with');
  checkOperator(objective, report);
}

export function checkOperator(objective: Mapping, report: Report): void {
  if (!isSet(objective.op)) report(['op'], 'missing; a `thresholdMetric` needs one of gt, lt, gte, lte');
  else if (!isOperator(objective.op))
    report(['op'], `expected one of gt, lt, gte, lte, got ${JSON.stringify(objective.op)}`);
}

function checkTimeSlices(objective: Mapping, method: unknown, report: Report): void {
  const { timeSliceTarget: target, timeSliceWindow } = objective;
  if (method === 'Timeslices' && !isSet(target))
    report(
      ['timeSliceTarget'],
      'missing; with Timeslices it says from which share of good events a slice is good',
    );
  if (method === 'Timeslices' && typeof target === 'number' && (target <= 0 || target > 1))
    report(['timeSliceTarget'], `expected a share above 0 and up to 1, like 0.95, got ${target}`);
  if ((method === 'Timeslices' || method === 'RatioTimeslices') && !isSet(timeSliceWindow))
    report(['timeSliceWindow'], `missing; with ${method} it says how long a slice is, like 1m`);
}
