import { z } from 'zod';

export const timestamp: z.ZodType<number> = z
  .string()
  .refine((text) => Number.isFinite(Date.parse(text)), 'expected a time')
  .transform((text) => Date.parse(text));

/** The document, or what is wrong with it, without the numbers of this particular one. */
export function parseJson<Value>(
  schema: z.ZodType<Value>,
  text: string,
): { readonly value: Value } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'it is not JSON' };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  const place = (issue?.path ?? []).filter((step) => typeof step !== 'number').join('.');
  return { problem: `it has another shape than expected: ${place || 'the whole'}: ${issue?.message}` };
}
