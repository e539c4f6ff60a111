import {
  type SliPolicyName,
  type SloScope,
  sliPolicyNames,
  sloScopes,
  thresholdMeasures,
} from '@faultline/conventions';
import { z } from 'zod';
import { periodAt } from '../evaluate/slo/calendar.ts';
import type { Correction } from '../evaluate/slo/corrections.ts';
import { defaultSlos } from '../evaluate/slo/default-slos.ts';
import { instancesMaxDefault } from '../evaluate/slo/instance-limit.ts';
import { errorBudget } from '../evaluate/slo/objective.ts';
import { daysAtMost } from '../evaluate/slo/span.ts';
import { thresholdOnEdge } from '../evaluate/slo/threshold.ts';
import { canFire, defaultTierRules, tierOf } from '../evaluate/slo/tier.ts';
import { bucketEdgesMs } from '../model/latency-buckets.ts';
import {
  type CallMatch,
  type Slo,
  type SloPeriod,
  type SloThreshold,
  type TierRule,
  thresholdSettings,
} from '../model/slo.ts';
import { correction, localTime, match, refuse, seconds, timeZone } from './correction.ts';

export interface SloConfig {
  readonly slos: readonly Slo[];
  readonly corrections: readonly Correction[];
  /** Service levels of single providers, models and services that are kept at most. */
  readonly instancesMax: number;
  readonly openslo: { readonly files: readonly string[]; readonly strict: boolean };
  /** What an hour without a vendor costs: for reports. Nobody but the user can say it. */
  readonly costPerHour?: { readonly amount: number; readonly currency: string } | undefined;
}

const daySeconds = 86_400;
/** Exactly as written; YAML makes a number of it where it stands without quotes. */
const percent = z
  .union([z.string(), z.number().transform(String)], { error: 'expected a percentage such as "99.9"' })
  .superRefine((text, context) => {
    refuse(context, () => errorBudget(text));
    // Nobody is content with that; some write the share.
    if (Number(text) > 0 && Number(text) < 1) {
      const meant = Number((Number(text) * 100).toPrecision(12));
      context.addIssue({ code: 'custom', message: `expected a percentage (perhaps "${meant}")` });
    }
  });

const rolling = seconds
  .refine((value) => value % daySeconds === 0, 'expected full days, such as "28d"')
  .transform((value): SloPeriod => ({ kind: 'rolling', days: value / daySeconds }));

/** A Monday, a first of a month and of a quarter, and nearly so of a year. */
const mondayInJanuary = '2024-01-01T00:00:00';
const calendar = z
  .strictObject({
    every: z.enum(['day', 'week', 'month', 'quarter', 'year']),
    timeZone: timeZone.default('UTC'),
    start: localTime.default(mondayInJanuary),
  })
  .transform(({ every, start, timeZone: zone }): SloPeriod => {
    const unit = every === 'quarter' ? 'month' : every;
    return { kind: 'calendar', unit, count: every === 'quarter' ? 3 : 1, startLocal: start, timeZone: zone };
  })
  .superRefine((period, context) =>
    refuse(context, () => (period.kind === 'calendar' ? periodAt(period, 0) : undefined)),
  );

/** Moved to the next edge of the histograms that is no smaller. */
const limit = z
  .string()
  .regex(
    /^(learned|\d{1,7}(\.\d{1,3})?(ms|s))$/,
    'expected a duration such as "800ms" or "2.5s", or "learned"',
  )
  .transform((text, context) => {
    if (text === 'learned') return text;
    const valueMs = Math.round(Number.parseFloat(text) * (text.endsWith('ms') ? 1 : 1000));
    const edge = valueMs > 0 ? thresholdOnEdge(valueMs, bucketEdgesMs) : undefined;
    if (edge !== undefined) return edge;
    context.addIssue({
      code: 'custom',
      message: `expected more than nothing and at most ${longestMs / 1000}s`,
    });
    return z.NEVER;
  });

const longestMs = Math.max(...bucketEdgesMs);

const measureNames = thresholdMeasures.map((measure) => thresholdSettings[measure]);

const threshold = z
  .strictObject(
    Object.fromEntries(measureNames.map((name) => [name, limit.optional()])) as Record<
      (typeof measureNames)[number],
      z.ZodOptional<typeof limit>
    >,
  )
  .transform((given, context): SloThreshold => {
    const [first, ...others] = thresholdMeasures.flatMap((measure): SloThreshold[] => {
      const thresholdMs = given[thresholdSettings[measure]];
      return thresholdMs === undefined ? [] : [{ measure, thresholdMs }];
    });
    if (first && others.length === 0) return first;
    context.addIssue({ code: 'custom', message: `expected either ${measureNames.join(' or ')}` });
    return z.NEVER;
  });

const tierNames = defaultTierRules.map(({ name }) => name);
const tiers = z
  .array(z.enum(tierNames as [string, ...string[]]))
  .default(tierNames)
  .transform((names): readonly TierRule[] => defaultTierRules.filter(({ name }) => names.includes(name)));

/** Which calls an objective is about, and when they are worth an alert. */
interface CallSelection {
  readonly per: SloScope;
  readonly counts: SliPolicyName;
  readonly match: CallMatch;
  readonly threshold?: SloThreshold | undefined;
  readonly tiers: readonly TierRule[];
}

const selection = z.strictObject({
  per: z.enum(sloScopes),
  counts: z.enum(sliPolicyNames),
  match,
  threshold: threshold.optional(),
  tiers,
});

export const calls: z.ZodType<CallSelection> = selection;

const objective = z
  .strictObject({
    ...selection.shape,
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected letters, digits, dots and dashes'),
    target: percent,
    period: z
      .union([rolling, calendar], {
        error: 'expected full days such as "28d", or a calendar such as { every: month }',
      })
      .prefault('28d'),
  })
  .transform(
    ({ name, per, counts, target, period, match: whose, threshold: limit, tiers: rules }): Slo => ({
      name,
      scope: per,
      policy: counts,
      targetPercent: target,
      threshold: limit,
      period,
      match: whose,
      tiers: rules,
    }),
  )
  .superRefine((slo, context) => {
    for (const { setting, message } of problemsOf(slo))
      context.addIssue({ code: 'custom', path: [setting], message });
  });

export const slo: z.ZodType<SloConfig> = z
  .strictObject({
    defaults: z.boolean().default(true),
    objectives: z.array(objective).default([]),
    corrections: z.array(correction).default([]),
    instancesMax: z.int().min(1).max(100_000).default(instancesMaxDefault),
    openslo: z
      .strictObject({ files: z.array(z.string().min(1)).default([]), strict: z.boolean().default(false) })
      .prefault({}),
    costPerHour: z
      .strictObject({ amount: z.number().positive(), currency: z.string().min(1).max(10) })
      .optional(),
  })
  .transform(({ defaults, objectives, ...rest }) => ({
    ...rest,
    slos: inPlaceOf(defaults ? defaultSlos : [], objectives),
  }))
  .superRefine(({ slos }, context) => {
    const twice = namedTwice(slos);
    if (twice !== undefined)
      context.addIssue({ code: 'custom', path: ['objectives'], message: `two are named "${twice}"` });
  });

/** An objective that has the name of a given one stands in its place. */
export function inPlaceOf(given: readonly Slo[], objectives: readonly Slo[]): readonly Slo[] {
  return [...given.filter(({ name }) => !objectives.some((other) => other.name === name)), ...objectives];
}

export function namedTwice(slos: readonly Slo[]): string | undefined {
  const names = slos.map(({ name }) => name);
  return names.find((name, index) => names.indexOf(name) !== index);
}

/** Why an objective would never tell anything. */
interface SloProblem {
  readonly setting: 'tiers' | 'threshold';
  readonly message: string;
}

export function problemsOf(slo: Slo): readonly SloProblem[] {
  const tierProblems = silentTiers(slo).map((message) => ({ setting: 'tiers', message }) as const);
  if (slo.threshold?.thresholdMs !== 'learned' || slo.scope === 'model') return tierProblems;
  const message = 'what is usual is learned for each model: expected per: model, or a duration';
  return [...tierProblems, { setting: 'threshold', message }];
}

/** One sentence for each tier that would never fire. */
function silentTiers({ tiers: rules, period, targetPercent }: Slo): readonly string[] {
  const budget = errorBudget(targetPercent);
  return rules
    .filter((rule) => !canFire(tierOf(rule, daysAtMost(period) * daySeconds), budget))
    .map(
      ({ name }) =>
        `${name} can never fire at ${targetPercent} %: even when everything fails, the budget burns too slowly ` +
        'for it; leave it out of tiers, or raise the target',
    );
}
