import { z } from 'zod';
import type { SlaReport } from '../../../evaluate/sla/report.ts';
import { amountOrNull, count, named, time, timeOrNull } from './schema.ts';

const formula = z.enum(['mean_of_5_minutes', 'downtime_periods', 'transactions']);
const period = { sinceMs: time, untilMs: time };

export const slaReport: z.ZodType<SlaReport & { readonly csvSha256: string }> = named(
  'SlaReport',
  "A vendor's month by every formula, from your own traffic. Never legal advice: the contract counts.",
  z.strictObject({
    provider: z.string(),
    month: z.strictObject(period),
    commitment: z
      .strictObject({
        provider: z.string(),
        product: z.string(),
        uptimePercent: amountOrNull,
        formula: formula.nullable(),
        credits: z.array(z.strictObject({ belowPercent: z.number(), creditPercent: z.number() })),
        claimDays: amountOrNull,
        source: z.string(),
        retrieved: z.string(),
        confidence: z.enum(['vendor', 'second_hand']),
        note: z.string(),
      })
      .nullable()
      .describe('What the vendor promises, as far as it can be read in public.'),
    uptime: z.array(
      z.strictObject({
        formula,
        uptimePercent: amountOrNull,
        isPromised: z.boolean(),
        creditPercent: amountOrNull,
      }),
    ),
    downtime: z.array(z.strictObject(period)),
    requests: count,
    serverErrors: count,
    rateLimited: count,
    timeouts: count,
    network: count,
    coveragePercent: z.number(),
    excluded: z.array(z.strictObject({ ...period, reason: z.string() })),
    claimUntilMs: timeOrNull,
    cost: z.strictObject({ amount: z.number(), currency: z.string() }).nullable(),
    csvSha256: z.string().describe('Of the minutes as `format=csv` gives them.'),
  }),
);
