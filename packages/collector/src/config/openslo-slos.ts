import { z } from 'zod';
import { errorBudget } from '../evaluate/slo/objective.ts';
import type { Slo, SloPeriod } from '../model/slo.ts';
import type {
  IndicatorDefinition,
  ObjectiveDefinition,
  SloDefinition,
  TimeWindow,
} from './openslo/definition/definition.ts';
import { calls, problemsOf } from './slo.ts';

/** `metricSource.type` of indicators that are counted here. */
export const dataSourceType = 'faultline';

/** What became of one OpenSLO document of kind SLO. */
export type Evaluable =
  | { readonly kind: 'evaluated'; readonly slos: readonly Slo[] }
  /** Somebody else's: valid, and not for this collector. */
  | { readonly kind: 'elsewhere'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** An SLO for each objective. Their indicator says in its `spec` which calls it is about, as an objective of ours does. */
export function slosOf(definition: SloDefinition): Evaluable {
  const objectives = definition.objectives.map((objective) => readObjective(definition, objective));
  const elsewhere = objectives.find(({ kind }) => kind === 'elsewhere');
  if (elsewhere) return elsewhere;
  const reasons = objectives.flatMap((read) => (read.kind === 'refused' ? read.reasons : []));
  if (objectives.length === 0) reasons.push('it has no objective');
  if (reasons.length > 0) return { kind: 'refused', reasons: [...new Set(reasons)] };
  return {
    kind: 'evaluated',
    slos: objectives.flatMap((read) => (read.kind === 'evaluated' ? read.slos : [])),
  };
}

function readObjective(definition: SloDefinition, objective: ObjectiveDefinition): Evaluable {
  const indicator = (objective.indicator ?? definition.indicator)?.definition;
  if (!indicator) return refused('its indicator cannot be used, or is in none of the files');
  const source = sourceOf(indicator);
  if (source.type !== dataSourceType) {
    const whose = source.type === '' ? 'of an unnamed data source' : `of type ${source.type}`;
    return {
      kind: 'elsewhere',
      reason: `its metrics are ${whose}, and only ${dataSourceType} is counted here`,
    };
  }
  if (definition.budgetingMethod !== 'Occurrences')
    return refused(`budgetingMethod ${definition.budgetingMethod} is not evaluated, only Occurrences`);
  const about = calls.safeParse(source.spec);
  if (!about.success)
    return refused(
      ...about.error.issues.map(({ path, message }) => `metricSource.spec ${[...path, message].join(' ')}`),
    );
  const period = periodOf(definition.timeWindow);
  if (period === undefined) return refused('timeWindow: expected full days, or a calendar of days or longer');
  const { per, counts, match, threshold, tiers } = about.data;
  return checked({
    name: nameOf(definition, objective),
    scope: per,
    policy: counts,
    targetPercent: objective.targetPercent,
    threshold,
    period,
    match,
    tiers,
  });
}

/** Of a ratio the total: what is good or bad of it, `counts` says. */
function sourceOf({ measure }: IndicatorDefinition): {
  readonly type: string;
  readonly spec: Readonly<Record<string, unknown>>;
} {
  if (measure.type === 'ratio') return measure.total;
  return measure.type === 'raw' ? measure.ratio : measure.metric;
}

function nameOf(
  { name, objectives }: SloDefinition,
  { displayName, targetPercent }: ObjectiveDefinition,
): string {
  if (objectives.length === 1) return name;
  return `${name}-${(displayName || targetPercent).replaceAll(/[^A-Za-z0-9._-]+/g, '-')}`;
}

const daySeconds = 86_400;
const units = z.enum(['day', 'week', 'month', 'quarter', 'year']);

function periodOf(window: TimeWindow): SloPeriod | undefined {
  if (window.type === 'rolling') {
    const days = window.seconds / daySeconds;
    return Number.isInteger(days) && days > 0 ? { kind: 'rolling', days } : undefined;
  }
  const unit = units.safeParse(window.unit);
  if (!unit.success) return undefined;
  const isQuarter = unit.data === 'quarter';
  return {
    kind: 'calendar',
    unit: isQuarter ? 'month' : (unit.data as Exclude<typeof unit.data, 'quarter'>),
    count: window.count * (isQuarter ? 3 : 1),
    startLocal: window.start.replace(' ', 'T'),
    timeZone: window.timeZone,
  };
}

function checked(slo: Slo): Evaluable {
  try {
    errorBudget(slo.targetPercent);
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
  const problems = problemsOf(slo).map(({ message }) => message);
  return problems.length > 0 ? refused(...problems) : { kind: 'evaluated', slos: [slo] };
}

function refused(...reasons: readonly string[]): Evaluable {
  return { kind: 'refused', reasons };
}
