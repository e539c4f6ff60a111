import type { AlphaMetricContent, AlphaSloContent, AlphaUnit, MetadataContent } from '../content.ts';
import { percentOfShare } from '../decimal-text.ts';
import { durationSeconds } from '../duration.ts';
import type { Path } from '../parse-documents.ts';
import { isOperator, isSet } from '../schema/fields.ts';
import type {
  CalendarUnit,
  IndicatorDefinition,
  Link,
  Measure,
  Metric,
  ObjectiveDefinition,
  SloDefinition,
  TimeWindow,
} from './definition.ts';
import { type DefinitionSource, digits, named, optionalDigits } from './definition-source.ts';

type AlphaObjective = NonNullable<AlphaSloContent['objectives']>[number];

/** An SLO of `openslo/v1alpha`, where ratios belong to the objectives and nothing has a name to refer to. */
export function normaliseAlphaSlo(
  metadata: MetadataContent,
  spec: AlphaSloContent,
  path: Path,
  source: DefinitionSource,
): SloDefinition {
  const inPlace = (measure: Measure): Link<IndicatorDefinition> => ({
    ref: null,
    definition: { kind: 'SLI', ...named(metadata, spec.description), measure },
  });
  return {
    kind: 'SLO',
    ...named(metadata, spec.description),
    service: spec.service,
    budgetingMethod: spec.budgetingMethod,
    timeWindow: timeWindow(spec),
    indicator: spec.indicator
      ? inPlace({ type: 'threshold', metric: metric(spec.indicator.thresholdMetric) })
      : null,
    objectives: (spec.objectives ?? []).map((objective, index) =>
      normaliseObjective(objective, inPlace, [...path, 'objectives', index], source),
    ),
    alertPolicies: [],
  };
}

function normaliseObjective(
  content: AlphaObjective,
  inPlace: (measure: Measure) => Link<IndicatorDefinition>,
  path: Path,
  source: DefinitionSource,
): ObjectiveDefinition {
  const { op, value, ratioMetrics } = content;
  const isComparable = !ratioMetrics && isOperator(op) && isSet(value);
  return {
    displayName: content.displayName ?? '',
    targetPercent: percentOfShare(digits(source, [...path, 'target'], content.target)),
    timeSliceTarget: optionalDigits(source, [...path, 'timeSliceTarget'], content.timeSliceTarget),
    timeSliceWindowSeconds: null,
    threshold: isComparable ? { op, value: digits(source, [...path, 'value'], Number(value)) } : null,
    indicator: ratioMetrics
      ? inPlace({
          type: 'ratio',
          counted: 'good',
          part: metric(ratioMetrics.good),
          total: metric(ratioMetrics.total),
          isCounter: ratioMetrics.incremental ?? false,
        })
      : null,
    compositeWeight: null,
  };
}

function metric({ source, queryType, query }: AlphaMetricContent): Metric {
  return { dataSource: null, type: source, spec: { queryType, query } };
}

function timeWindow(spec: AlphaSloContent): TimeWindow {
  const [window] = spec.timeWindows;
  if (!window) throw new Error('SLO without a time window, but was accepted');
  const { unit, count, calendar } = window;
  if (!calendar) return { type: 'rolling', seconds: count * unitSeconds[unit] };
  return {
    type: 'calendar',
    unit: unit.toLowerCase() as Lowercase<AlphaUnit> & CalendarUnit,
    count,
    start: calendar.startTime,
    timeZone: calendar.timeZone,
  };
}

const unitSeconds: Readonly<Record<AlphaUnit, number>> = {
  Second: 1,
  Day: durationSeconds({ count: 1, unit: 'd' }),
  Week: durationSeconds({ count: 1, unit: 'w' }),
  Month: durationSeconds({ count: 1, unit: 'M' }),
  Quarter: durationSeconds({ count: 1, unit: 'Q' }),
};
