import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { HealthOverride } from '../../model/health-override.ts';
import type { OverrideBook } from '../health/override-book.ts';
import { type AuthoriseWrite, keepWritten, readWritten, refuseWriter, writeLimit } from './write-request.ts';

export interface HealthOverrideRoutesOptions {
  readonly overrides: OverrideBook;
  readonly authorise: AuthoriseWrite;
  readonly newId: () => string;
  readonly now: () => number;
  readonly onChange: () => unknown;
}

const minuteMs = 60_000;
/** A week: longer than any outage, shorter than anybody's memory of having set it. */
const minutesMax = 7 * 24 * 60;
/** Everybody who reads the feed goes through all of them. */
const overridesMax = 200;

const name = z.string().trim().min(1).max(200);
const overrideBody = z
  .strictObject({
    provider: name,
    model: name.nullable().default(null),
    state: z.enum(['ok', 'degraded', 'down', 'recovering', 'unknown']),
    reason: z.string().trim().min(1).max(500),
    author: z.string().trim().min(1).max(100),
    minutes: z.number().min(1).max(minutesMax).optional(),
    untilMs: z.int().optional(),
  })
  .refine(({ minutes, untilMs }) => (minutes === undefined) !== (untilMs === undefined), {
    message: 'expected either minutes or untilMs',
  });

/** `GET` and `POST /health/overrides`, `DELETE /health/overrides/:id`: what operators say instead of the detector. */
export function createHealthOverrideRoutes(options: HealthOverrideRoutesOptions): Hono {
  const { overrides, authorise, onChange } = options;
  const app = new Hono();
  const save = async (override: HealthOverride): Promise<void> => {
    await overrides.save(override);
    onChange();
  };

  app.get('/health/overrides', (context) => {
    context.header('cache-control', 'no-store');
    return context.json({ overrides: overrides.inForce() });
  });
  app.post('/health/overrides', writeLimit, async (context) => {
    const written = await readWritten(context, authorise, overrideBody);
    if (written instanceof Response) return written;
    const override = overrideOf(written.body, context, options);
    return override instanceof Response ? override : keepWritten(context, override, save);
  });
  app.delete('/health/overrides/:id', async (context) => {
    const refused = refuseWriter(context, authorise);
    if (refused) return refused;
    const { id } = context.req.param();
    const override = overrides.inForce().find((each) => each.id === id);
    if (!override) return context.json({ error: `there is no override ${id} in force` }, 404);
    // Later than it was made, whatever the clock did in between: the newer version counts.
    const endedMs = Math.max(options.now(), override.createdMs + 1);
    return keepWritten(context, { ...override, endedMs }, save, 200);
  });
  return app;
}

function overrideOf(
  { minutes, untilMs, ...said }: z.infer<typeof overrideBody>,
  context: Context,
  { overrides, newId, now }: HealthOverrideRoutesOptions,
): HealthOverride | Response {
  if (overrides.inForce().length >= overridesMax)
    return context.json({ error: `${overridesMax} overrides are in force; end some of them first` }, 409);
  const createdMs = now();
  const endMs = untilMs ?? createdMs + Math.round((minutes ?? 0) * minuteMs);
  if (endMs <= createdMs || endMs > createdMs + minutesMax * minuteMs) {
    const error = `untilMs: expected a time in the next ${minutesMax} minutes, got ${untilMs}`;
    return context.json({ error, problems: [error] }, 400);
  }
  return { id: newId(), ...said, createdMs, untilMs: endMs, endedMs: null };
}
