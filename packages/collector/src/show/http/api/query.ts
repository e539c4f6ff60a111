import type { Context } from 'hono';
import { z } from 'zod';
import type { TimeRange } from '../../../store/store.ts';
import { expectedTime, parseTime } from '../time-query.ts';

/** Longer names are in no row. */
const nameMax = 1_000;

export const name: z.ZodType<string> = z.string().min(1).max(nameMax);

const providerText = 'As telemetry names it: `openai`, `anthropic`, `aws.bedrock`.';
export const providerInPath: Readonly<Record<'provider', string>> = { provider: providerText };
export const providerName: z.ZodType<string> = name.describe(providerText);

/** As milliseconds. Both ways of writing it can stand in a URL as they are. */
export const timeText: z.ZodType<number, string> = z.string().transform((text, context) => {
  const atMs = parseTime(text);
  if (atMs !== null) return atMs;
  context.addIssue({ code: 'custom', message: `expected ${expectedTime}, got ${text}` });
  return z.NEVER;
});

/** A whole number up to so many. */
export function upTo(max: number, least = 1): z.ZodType<number, string> {
  return z.string().transform((text, context) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= max) return number;
    context.addIssue({
      code: 'custom',
      message: `expected a whole number from ${least} to ${max}, got ${text}`,
    });
    return z.NEVER;
  });
}

/** Some of these: one, several with commas between them, or the parameter several times. */
export function someOf<Word extends string>(
  words: readonly Word[],
): z.ZodType<readonly Word[], string | string[]> {
  return z.union([z.string(), z.array(z.string())]).transform((given, context) => {
    const asked = [given].flat().flatMap((text) => text.split(','));
    const isKnown = (word: string): word is Word => (words as readonly string[]).includes(word);
    const unknown = asked.filter((word) => !isKnown(word));
    if (unknown.length === 0) return asked.filter(isKnown);
    const message = `expected some of ${words.join(', ')}, got ${unknown.join(', ')}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

export const traceIdText: z.ZodType<string> = z
  .string()
  .regex(/^[0-9a-fA-F]{32}$/, 'expected 32 hexadecimal digits')
  .transform((text) => text.toLowerCase());

/** The query as it came: what is given several times is a list, which no schema but that of lists takes. */
export function queryOf(context: Context): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    Object.entries(context.req.queries()).map(([key, values]) => [
      key,
      values.length === 1 ? (values[0] as string) : values,
    ]),
  );
}

export interface AskedRange {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

export interface RangeRules {
  readonly nowMs: number;
  /** Without `from`, so long before the end. */
  readonly defaultMs: number;
  /** How far back there is anything at all, and what says so. */
  readonly keptDays: number;
  readonly keptBy: string;
}

const dayMs = 86_400_000;

const minuteMs = 60_000;

/**
 * The range that is meant, or what is wrong with it. It ends with the running minute at the latest. What is left out lies
 * on full minutes, so that the same question has the same answer, and the same tag, while nothing happens.
 */
export function rangeOf(
  { from, until }: AskedRange,
  { nowMs, defaultMs, keptDays, keptBy }: RangeRules,
): TimeRange | string {
  const endMs = Math.ceil(nowMs / minuteMs) * minuteMs;
  const untilMs = Math.min(until ?? endMs, endMs);
  const sinceMs = from ?? untilMs - defaultMs;
  if (sinceMs >= untilMs) return 'from: expected a time before `until` that has passed';
  // Whole parts are dropped, a little late: a day more does no harm, and who turns pages for long reaches the last one.
  if (sinceMs < nowMs - (keptDays + 1) * dayMs)
    return `from: kept for ${keptDays} days (${keptBy}); ask from ${new Date(nowMs - keptDays * dayMs).toISOString()}`;
  return { sinceMs, untilMs };
}
