import {
  type SlosAnswer,
  type SloView,
  sliPolicyNames,
  sloScopes,
  type TierView,
  thresholdMeasures,
} from '@faultline/conventions';
import { z } from 'zod';
import { amountOrNull, count, named, timeOrNull } from './schema.ts';

const tier: z.ZodType<TierView> = named(
  'SloTier',
  'One condition under which somebody is told.',
  z.strictObject({
    tier: z.string(),
    severity: z.enum(['page', 'ticket']),
    longSeconds: amountOrNull.describe('Null for conditions that are about counts and not about windows.'),
    shortSeconds: amountOrNull,
    burnRateThreshold: amountOrNull.describe('The burn rate that both windows must exceed.'),
    burnRate: amountOrNull.describe('In the long window; null without events.'),
    state: z.enum(['warming', 'inactive', 'firing', 'holding', 'no_data', 'resolved']),
    sinceMs: timeOrNull,
    endedMs: timeOrNull,
  }),
);

const slo: z.ZodType<SloView> = named(
  'Slo',
  'One objective for one provider, model or service.',
  z.strictObject({
    id: z.string(),
    slo: z.string(),
    scope: z.enum(sloScopes),
    provider: z.string(),
    model: z.string(),
    service: z.string(),
    environment: z.string(),
    policy: z.enum(sliPolicyNames),
    targetPercent: z.string().describe('A decimal, exactly as it was written.'),
    threshold: z
      .strictObject({
        measure: z.enum(thresholdMeasures),
        thresholdMs: z.number(),
        isLearned: z.boolean().describe('By what was usual for the model at first.'),
      })
      .nullable()
      .describe('With it, good calls that were slower are bad events.'),
    period: z.strictObject({
      kind: z.enum(['rolling', 'calendar']),
      lengthSeconds: z.number(),
      elapsedSeconds: z.number(),
    }),
    good: count,
    bad: count,
    budgetRemaining: z
      .number()
      .nullable()
      .describe(
        "Share of the period's error budget that is left; negative once overspent, null without events.",
      ),
    secondsToExhaustion: amountOrNull.describe(
      'If it burns on as in the last hour; 0 when it is gone, null when it does not burn, or nobody knows.',
    ),
    burnRates: z.array(
      z.strictObject({ windowSeconds: count, good: count, bad: count, burnRate: amountOrNull }),
    ),
    tiers: z.array(tier),
  }),
);

export const slosAnswer: z.ZodType<SlosAnswer> = named(
  'Slos',
  'Service levels as they stood at the last evaluation, worst first.',
  z.strictObject({ untilMs: timeOrNull, slos: z.array(slo), omitted: count }),
);
