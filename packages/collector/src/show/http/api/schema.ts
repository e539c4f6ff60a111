import { outcomes } from '@faultline/conventions';
import { z } from 'zod';
import type { Problem } from '../problem.ts';

/** Everything an answer can be made of, by the name that the OpenAPI document gives it. */
export const components: z.core.$ZodRegistry<{ id: string }> = z.registry();

export function named<Schema extends z.ZodType>(id: string, description: string, schema: Schema): Schema {
  const described = schema.describe(description);
  components.add(described, { id });
  return described;
}

/** RFC 9457. */
export const problemSchema: z.ZodType<Problem> = named(
  'Problem',
  'What is wrong, and what to do about it (RFC 9457).',
  z.strictObject({
    type: z.string().describe('Where the reference explains it. The last word of it stays what it is.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    problems: z
      .array(z.string())
      .exactOptional()
      .describe('Of a query or a body, everything that is wrong with it, each with its place.'),
  }),
);

export const time: z.ZodType<number> = z.int().describe('Epoch milliseconds.');
export const timeOrNull: z.ZodType<number | null> = z.int().nullable().describe('Epoch milliseconds.');
export const count: z.ZodType<number> = z.int().min(0);
export const share: z.ZodType<number> = z.number().min(0).max(1);
export const amountOrNull: z.ZodType<number | null> = z.number().min(0).nullable();

export const outcome: z.ZodEnum<{ [Name in (typeof outcomes)[number]]: Name }> = named(
  'Outcome',
  'How a call or an attempt ended; docs/data-model.md.',
  z.enum(outcomes),
);

export const healthState: z.ZodEnum<{
  [Name in 'ok' | 'degraded' | 'down' | 'recovering' | 'unknown']: Name;
}> = named(
  'HealthState',
  '`unknown` is not healthy: nobody called it of late, or nothing could be evaluated.',
  z.enum(['ok', 'degraded', 'down', 'recovering', 'unknown']),
);

/** Behind which an answer goes on; `null` on the last page. */
export const nextCursor: z.ZodType<string | null> = z
  .string()
  .nullable()
  .describe('To be given as `cursor` for the next page; null when there is none.');
