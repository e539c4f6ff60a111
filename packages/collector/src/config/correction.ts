import { z } from 'zod';
import { type Correction, correctedIn } from '../evaluate/slo/corrections.ts';
import type { CallMatch } from '../model/slo.ts';
import { type Duration, durationSeconds, parseDuration } from './openslo/duration.ts';

const nothing: Duration = { count: 0, unit: 'm' };

export const seconds: z.ZodType<number, string> = z
  .string()
  .regex(/^\d{1,6}[mhdw]$/, 'expected a duration such as "1h" or "28d"')
  .transform((text) => durationSeconds(parseDuration(text) ?? nothing))
  .refine((value) => value > 0, 'expected a duration longer than nothing');

const vendorMatch = {
  provider: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
};

export const match: z.ZodType<CallMatch> = z
  .strictObject({
    ...vendorMatch,
    service: z.string().min(1).optional(),
    environment: z.string().min(1).optional(),
  })
  .prefault({});

export const timeZone: z.ZodType<string, string> = z
  .string()
  .refine(isTimeZone, 'expected a time zone such as "Europe/Warsaw"');
export const localTime: z.ZodType<string, string> = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, 'expected a local time such as "2026-01-04T02:00:00"');

/** Time that counts for no service level. */
export const correction: z.ZodType<Correction> = timeOf(match);

/** Time in which nobody is paged for an incident: those know vendors and models, and no environments. */
export const mute: z.ZodType<Correction> = timeOf(z.strictObject(vendorMatch).prefault({}));

function timeOf(whose: z.ZodType<CallMatch>): z.ZodType<Correction> {
  return z
    .strictObject({
      match: whose,
      start: localTime,
      duration: seconds,
      timeZone: timeZone.default('UTC'),
      rrule: z.string().min(1).nullable().default(null),
      reason: z.string().min(1),
    })
    .transform(
      ({ match: about, start, duration, timeZone: zone, rrule, reason }): Correction => ({
        match: about,
        startLocal: start,
        timeZone: zone,
        durationSeconds: duration,
        rrule,
        reason,
      }),
    )
    .superRefine((given, context) => refuse(context, () => correctedIn(given, { sinceMs: 0, untilMs: 1 })));
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What the core says is wrong is what the user reads. */
export function refuse(context: z.RefinementCtx, attempt: () => unknown): void {
  try {
    attempt();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.addIssue({ code: 'custom', message });
  }
}
