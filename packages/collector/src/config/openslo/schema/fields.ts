import { z } from 'zod';
import { unknownKey } from '../../unknown-key.ts';
import { isDateTime, isTimeZone } from '../calendar.ts';
import type { CalendarContent, Mapping, Maybe, Operator } from '../content.ts';
import { type DurationUnit, parseDuration } from '../duration.ts';

/** A mapping with these keys and no others. */
export function fields<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<z.core.util.Writeable<Shape>, z.core.$strict> {
  return z.strictObject(shape, {
    // One line for each key, in the order of `issue.keys`.
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? (issue.keys as string[]).map((key) => unknownKey(key, Object.keys(shape))).join('\n')
        : undefined,
  });
}

export type Report = (path: Path, message: string, as?: typeof tolerable) => void;
type Path = (string | number)[];

/** Wrong by the letter but clear in meaning: an error in strict mode, otherwise a warning. */
export const tolerable = { tolerable: true } as const;

export function isTolerable(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.tolerable === true;
}

/** A rule over several fields. It also runs when one of them is wrong, so that all problems come at once. */
export function withRule<Schema extends z.ZodType>(
  schema: Schema,
  check: (value: Mapping, report: Report) => void,
): Schema {
  return schema.superRefine(
    (value, context) =>
      check(value as Mapping, (path, message, params) =>
        context.addIssue({ code: 'custom', path, message, ...(params && { params }) }),
      ),
    { when: ({ value }) => isMapping(value) },
  );
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key without a value is null in YAML. */
export function isLeftOut(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** Like upstream, where an empty text counts as left out too. */
export function isSet(value: unknown): boolean {
  return !isLeftOut(value) && value !== '';
}

/** A list of so many items, which is also counted when one of them is wrong. */
export function listOf<Item extends z.ZodType>(
  item: Item,
  isLength: (length: number) => boolean,
  expected: string,
): z.ZodArray<Item> {
  return z.array(item).superRefine(
    (list, context) => {
      if (!isLength(list.length))
        context.addIssue({ code: 'custom', message: `${expected}, got ${list.length}` });
    },
    { when: ({ value }) => Array.isArray(value) },
  );
}

/** Says so unless exactly one of the keys is there, or at most one if none is fine too. */
export function oneOf(
  value: Mapping,
  keys: readonly string[],
  report: Report,
  { optional = false }: { readonly optional?: boolean } = {},
): void {
  const present = keys.filter((key) => isSet(value[key]));
  const names = listing(keys, 'or');
  if (present.length === 0 && !optional) report([], `missing; expected ${names}`);
  if (present.length > 1) report([], `${listing(present, 'and')} exclude each other; keep one`);
}

export function listing(keys: readonly string[], word: 'or' | 'and'): string {
  const names = keys.map((key) => `\`${key}\``);
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(` ${word} `);
}

/** Like upstream, an empty text counts as none. */
export const requiredText: z.ZodType<string> = z.string().min(1, 'missing; expected text');
export const optionalText: z.ZodType<Maybe<string>> = z.string().nullish();
export const optionalFlag: z.ZodType<Maybe<boolean>> = z.boolean().nullish();
export const optionalNumber: z.ZodType<Maybe<number>> = z.number().nullish();
export const freeForm: z.ZodType<Mapping> = z.record(z.string(), z.unknown());
export const operator: z.ZodType<Operator> = z.enum(['gt', 'lt', 'gte', 'lte']);

export function isOperator(value: unknown): value is Operator {
  return operator.safeParse(value).success;
}

export const description: z.ZodType<Maybe<string>> = textUpTo(1050);

/** Counted in characters as a person does, not in halves of surrogate pairs. */
export function textUpTo(charactersMax: number): z.ZodType<Maybe<string>> {
  return z
    .string()
    .superRefine((text, context) => {
      const length = text.length > charactersMax ? [...text].length : text.length;
      if (length > charactersMax)
        context.addIssue({
          code: 'custom',
          message: `${length} characters long; at most ${charactersMax} are allowed`,
        });
    })
    .nullish();
}

/** The name of a document, or a reference to one: an RFC 1123 label. */
export const name: z.ZodType<string> = z.string().superRefine((text, context) => {
  if (text === '') context.addIssue({ code: 'custom', message: 'missing; expected a name' });
  else checkLabel(text, context);
});

/** A reference that may be left out. */
export const optionalReference: z.ZodType<Maybe<string>> = z
  .string()
  .superRefine((text, context) => {
    if (text !== '') checkLabel(text, context);
  })
  .nullish();

function checkLabel(text: string, context: z.core.$RefinementCtx<string>): void {
  if (text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)) return;
  const shown = `"${text.slice(0, 80)}"`;
  if (/^[A-Za-z0-9._-]+$/.test(text))
    context.addIssue({
      code: 'custom',
      message: `${shown} is no RFC 1123 label (a-z, 0-9 and inner "-", at most 63), which other tools insist on`,
      params: tolerable,
    });
  else context.addIssue({ code: 'custom', message: `${shown} cannot be a name; use only a-z, 0-9 and "-"` });
}

export function duration(units: readonly DurationUnit[]): z.ZodType<string> {
  return z.string().superRefine((text, context) => {
    if (parseDuration(text, units)) return;
    const months = units.includes('M') ? '; m is minutes, M months' : '';
    context.addIssue({
      code: 'custom',
      message: `"${text.slice(0, 80)}" is no duration; expected a number and one of ${units.join(', ')}, like 28d${months}`,
    });
  });
}

export const calendar: z.ZodType<Maybe<CalendarContent>> = fields({
  startTime: z.string().refine(isDateTime, {
    error: (issue) => `"${issue.input}" is no date and time like 2026-01-31 00:00:00`,
  }),
  timeZone: z.string().refine(isTimeZone, {
    error: (issue) => `"${issue.input}" is no time zone like UTC or America/New_York`,
  }),
}).nullish();

/** The window either rolls or starts at a date. */
export function checkRolling(window: Mapping, report: Report): void {
  if (window.isRolling === true && isSet(window.calendar))
    report([], '`isRolling: true` and `calendar` exclude each other; keep one');
  if (window.isRolling !== true && !isSet(window.calendar))
    report([], 'a window that is not rolling needs a `calendar`; add one, or set `isRolling: true`');
}
