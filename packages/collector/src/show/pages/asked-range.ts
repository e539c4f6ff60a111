import type { TimeRange } from '../../store/store.ts';
import { expectedTime, parseTime } from '../http/time-query.ts';

/** The range that a form asks for, its fields as they were typed; or what is wrong with it, in words. */
export function askedRange(
  { from, until }: { readonly from: string; readonly until: string },
  { nowMs, defaultMs }: { readonly nowMs: number; readonly defaultMs: number },
): TimeRange | string {
  const untilMs = until.trim() === '' ? nowMs : parseTime(until.trim());
  if (untilMs === null) return `Until: expected ${expectedTime}.`;
  const sinceMs = from.trim() === '' ? untilMs - defaultMs : parseTime(from.trim());
  if (sinceMs === null) return `From: expected ${expectedTime}.`;
  if (sinceMs >= untilMs) return 'From: expected a time before “until”.';
  if (untilMs - sinceMs > daysMax * dayMs) return `From: expected at most ${daysMax} days before “until”.`;
  return { sinceMs, untilMs };
}

const dayMs = 86_400_000;
/** As long as anything is kept, where nobody said otherwise. */
const daysMax = 800;

/** What was asked under a name; of several the last, and nothing where nothing was. */
export function fieldOf(query: URLSearchParams, name: string): string {
  return query.getAll(name).at(-1)?.slice(0, fieldLengthMax) ?? '';
}

const fieldLengthMax = 1_000;

/** For filters, where an empty field asks for everything. */
export function givenOnly<Name extends string>(
  fields: Readonly<Record<Name, string>>,
): { readonly [Key in Name]?: string } {
  const given = (Object.entries(fields) as [Name, string][]).flatMap(([name, value]) =>
    value.trim() === '' ? [] : [[name, value.trim()] as const],
  );
  return Object.fromEntries(given) as { readonly [Key in Name]?: string };
}
