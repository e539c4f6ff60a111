import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';

/** Whether whoever writes may; undefined when so. Reading is as free as the console. */
export type AuthoriseWrite = (authorization: string | undefined) => { readonly message: string } | undefined;

/** Room for the longest text in any script, written as JSON escapes. */
const bodyBytesMax = 64 * 1024;

export const writeLimit: MiddlewareHandler = bodyLimit({
  maxSize: bodyBytesMax,
  onError: (context) => context.json({ error: `expected at most ${bodyBytesMax} bytes` }, 413),
});

/** What is answered to somebody who may not write; undefined when they may. */
export function refuseWriter(context: Context, authorise: AuthoriseWrite): Response | undefined {
  const refusal = authorise(context.req.header('authorization'));
  if (!refusal) return undefined;
  context.header('www-authenticate', 'Bearer');
  return context.json({ error: refusal.message }, 401);
}

/** What somebody who may wrote, or what they are answered instead. */
export async function readWritten<Body>(
  context: Context,
  authorise: AuthoriseWrite,
  schema: z.ZodType<Body>,
): Promise<{ readonly body: Body } | Response> {
  const refused = refuseWriter(context, authorise);
  if (refused) return refused;
  // A page of another site can make a browser send text, but not this without asking first.
  if (!/^application\/json *(;|$)/i.test(context.req.header('content-type') ?? ''))
    return context.json({ error: 'expected the content type application/json' }, 415);
  const json = parseJson(await context.req.text());
  if (json === undefined) return context.json({ error: 'the body is not JSON' }, 400);
  const parsed = schema.safeParse(json);
  if (parsed.success) return { body: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '));
  return context.json({ error: problems.join('; '), problems }, 400);
}

/** Keeps what was written, and answers with it. */
export async function keepWritten<Written extends object>(
  context: Context,
  written: Written,
  save: (written: Written) => Promise<void>,
  status: 200 | 201 = 201,
): Promise<Response> {
  try {
    await save(written);
  } catch (error) {
    context.header('retry-after', '3');
    return context.json({ error: error instanceof Error ? error.message : String(error) }, 503);
  }
  return context.json(written, status);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
