import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import { misfit, problem } from './problem.ts';

/** Room for the longest text in any script, written as JSON escapes. */
const bodyBytesMax = 64 * 1024;

export const writeLimit: MiddlewareHandler = bodyLimit({
  maxSize: bodyBytesMax,
  onError: (context) => problem(context, 'too-large', `expected at most ${bodyBytesMax} bytes`),
});

/** What somebody wrote, or what they are answered instead. That they may write is known before. */
export async function readWritten<Body>(
  context: Context,
  schema: z.ZodType<Body>,
): Promise<{ readonly body: Body } | Response> {
  // A page of another site can make a browser send text, but not this without asking first.
  if (!/^application\/json *(;|$)/i.test(context.req.header('content-type') ?? ''))
    return problem(context, 'unsupported-media-type', 'expected the content type application/json');
  const json = parseJson(await context.req.text());
  if (json === undefined) return problem(context, 'bad-body', 'the body is not JSON');
  const parsed = schema.safeParse(json);
  return parsed.success ? { body: parsed.data } : misfit(context, 'bad-body', parsed.error);
}

/** Keeps what was written, and answers with it. */
export async function keepWritten<Written extends object>(
  context: Context,
  written: Written,
  save: (written: Written) => Promise<void>,
  status: 200 | 201 = 201,
): Promise<Response> {
  await save(written);
  return context.json(written, status);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
