import { z } from 'zod';
import type { Retention } from '../model/retention.ts';

/** Ten years: dates further ahead are beyond what the columns hold. */
const daysMax = 3_650;
const days = (least: number): z.ZodInt => z.int().min(least).max(daysMax);

export const retention: z.ZodType<Retention> = z
  .strictObject({
    rawDays: days(1).default(7),
    secondsDays: days(1).default(1),
    // The wall's traffic is read by the minute over up to two days.
    minutesDays: days(3).default(45),
    // Service levels look back a month.
    hoursDays: days(35).default(800),
    daysDays: days(35).default(800),
  })
  .superRefine((given, context) => {
    const tiers = ['secondsDays', 'minutesDays', 'hoursDays', 'daysDays'] as const;
    for (const [index, tier] of tiers.entries()) {
      const finer = tiers[index - 1];
      if (finer === undefined || given[tier] >= given[finer]) continue;
      const message = `expected at least ${given[finer]}, as long as retention.${finer}`;
      context.addIssue({ code: 'custom', path: [tier], message });
    }
  });
