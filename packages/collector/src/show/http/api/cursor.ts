import { z } from 'zod';

/** A place in a list, as text that nobody has to understand. */
export function cursorOf(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Reads back what {@link cursorOf} made of a place of this shape. */
export function cursorText<Place>(place: z.ZodType<Place>): z.ZodType<Place, string> {
  return z.string().transform((text, context) => {
    const parsed = place.safeParse(parse(text));
    if (parsed.success) return parsed.data;
    context.addIssue({
      code: 'custom',
      message: 'expected the `nextCursor` of an answer to the same question',
    });
    return z.NEVER;
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}

const hexDigits = (count: number): z.ZodType<string> => z.string().regex(new RegExp(`^[0-9a-f]{${count}}$`));

/** Where a row stands in a list of rows: when it ended, its trace and its span. */
export const rowPlace: readonly [z.ZodType<number>, z.ZodType<string>, z.ZodType<string>] = [
  z.int(),
  hexDigits(32),
  hexDigits(16),
];
