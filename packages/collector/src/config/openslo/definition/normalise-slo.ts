import type { MetadataContent, ObjectiveContent, Operator, SloContent } from '../content.ts';
import { percentOfShare } from '../decimal-text.ts';
import { type DurationUnit, parseDuration } from '../duration.ts';
import type { Path } from '../parse-documents.ts';
import { isOperator, isSet } from '../schema/fields.ts';
import type {
  CalendarUnit,
  IndicatorDefinition,
  Link,
  ObjectiveDefinition,
  SloDefinition,
  TimeWindow,
} from './definition.ts';
import {
  type DefinitionSource,
  digits,
  follow,
  named,
  optionalDigits,
  optionalSeconds,
  seconds,
} from './definition-source.ts';
import { normaliseAlertPolicy } from './normalise-alert.ts';
import { indicatorLink } from './normalise-indicator.ts';

/** An SLO of `openslo/v1` or `openslo.com/v2alpha`. */
export function normaliseSlo(
  metadata: MetadataContent,
  spec: SloContent,
  path: Path,
  source: DefinitionSource,
): SloDefinition {
  const indicator = anyIndicator(spec, path, source);
  return {
    kind: 'SLO',
    ...named(metadata, spec.description),
    service: spec.service ?? spec.serviceRef ?? '',
    budgetingMethod: spec.budgetingMethod,
    timeWindow: timeWindow(spec),
    indicator,
    objectives: (spec.objectives ?? []).map((objective, index) =>
      normaliseObjective(objective, indicator, [...path, 'objectives', index], source),
    ),
    alertPolicies: (spec.alertPolicies ?? []).map((policy, index) =>
      follow(source, 'AlertPolicy', policy, [...path, 'alertPolicies', index], (inner, innerSpec, at) =>
        normaliseAlertPolicy(inner, innerSpec, at, source),
      ),
    ),
  };
}

function anyIndicator(
  content: SloContent | ObjectiveContent,
  path: Path,
  source: DefinitionSource,
): Link<IndicatorDefinition> | null {
  return (
    indicatorLink(
      { key: 'indicator', content: content.indicator },
      { key: 'indicatorRef', name: content.indicatorRef },
      path,
      source,
    ) ??
    indicatorLink({ key: 'sli', content: content.sli }, { key: 'sliRef', name: content.sliRef }, path, source)
  );
}

function normaliseObjective(
  content: ObjectiveContent,
  ofSlo: Link<IndicatorDefinition> | null,
  path: Path,
  source: DefinitionSource,
): ObjectiveDefinition {
  const indicator = anyIndicator(content, path, source);
  return {
    displayName: content.displayName ?? '',
    targetPercent: targetPercent(content, path, source),
    timeSliceTarget: optionalDigits(source, [...path, 'timeSliceTarget'], content.timeSliceTarget),
    timeSliceWindowSeconds: optionalSeconds(content.timeSliceWindow),
    threshold: threshold(content, (indicator ?? ofSlo)?.definition ?? null, path, source),
    indicator,
    compositeWeight: optionalDigits(source, [...path, 'compositeWeight'], content.compositeWeight),
  };
}

function targetPercent(content: ObjectiveContent, path: Path, source: DefinitionSource): string {
  if (isSet(content.targetPercent))
    return digits(source, [...path, 'targetPercent'], Number(content.targetPercent));
  return percentOfShare(digits(source, [...path, 'target'], Number(content.target)));
}

/** Upstream looks at `op` and `value` only where the indicator is in place; here a referenced one counts as well. */
function threshold(
  { op, value }: ObjectiveContent,
  indicator: IndicatorDefinition | null,
  path: Path,
  source: DefinitionSource,
): { readonly op: Operator; readonly value: string } | null {
  if (indicator && indicator.measure.type !== 'threshold') return null;
  if (isOperator(op) && isSet(value)) return { op, value: digits(source, [...path, 'value'], Number(value)) };
  if (indicator)
    source.report(
      path,
      `SLI \`${indicator.name}\` is a thresholdMetric, so the objective needs \`op\` (gt, lt, gte or lte) and \`value\``,
    );
  return null;
}

function timeWindow(spec: SloContent): TimeWindow {
  const [window] = spec.timeWindow;
  if (!window) throw new Error('SLO without a time window, but was accepted');
  if (!window.calendar) return { type: 'rolling', seconds: seconds(window.duration) };
  const { unit = 'd', count = 0 } = parseDuration(window.duration) ?? {};
  const { startTime: start, timeZone } = window.calendar;
  return { type: 'calendar', unit: unitNames[unit], count, start, timeZone };
}

const unitNames: Readonly<Record<DurationUnit, CalendarUnit>> = {
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
  Q: 'quarter',
  Y: 'year',
};
