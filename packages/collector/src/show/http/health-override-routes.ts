import { type Context, Hono } from 'hono';
import type { HealthOverride } from '../../model/health-override.ts';
import type { OverrideBook } from '../health/override-book.ts';
import {
  addOverride,
  endOverride,
  listOverrides,
  type OverrideBody,
  overrideBody,
  overrideMinutesMax,
} from './api/health-operations.ts';
import { routeOf } from './api/operation.ts';
import { misfitText, problem } from './problem.ts';
import { keepWritten, readWritten, writeLimit } from './write-request.ts';

export interface HealthOverrideRoutesOptions {
  readonly overrides: OverrideBook;
  readonly newId: () => string;
  readonly now: () => number;
  readonly onChange: () => unknown;
}

const minuteMs = 60_000;
/** Everybody who reads the feed goes through all of them. */
const overridesMax = 200;

/** `GET` and `POST /health/overrides`, `DELETE /health/overrides/:id`: what operators say instead of the detector. */
export function createHealthOverrideRoutes(options: HealthOverrideRoutesOptions): Hono {
  const { overrides, onChange } = options;
  const app = new Hono();
  const save = async (override: HealthOverride): Promise<void> => {
    await overrides.save(override);
    onChange();
  };

  app.get(routeOf(listOverrides), (context) => {
    context.header('cache-control', 'no-store');
    return context.json({ overrides: overrides.inForce() });
  });
  app.post(routeOf(addOverride), writeLimit, async (context) => {
    const written = await readWritten(context, overrideBody);
    if (written instanceof Response) return written;
    const override = overrideOf(written.body, context, options);
    if (override instanceof Response) return override;
    context.set('audited', { action: 'override', subject: subjectOf(override) });
    return keepWritten(context, override, save);
  });
  app.delete(routeOf(endOverride), async (context) => {
    const id = context.req.param('id') ?? '';
    const override = overrides.inForce().find((each) => each.id === id);
    if (!override) return problem(context, 'not-found', `there is no override ${id} in force`);
    context.set('audited', { action: 'override_ended', subject: subjectOf(override) });
    // Later than it was made, whatever the clock did in between: the newer version counts.
    const endedMs = Math.max(options.now(), override.createdMs + 1);
    return keepWritten(context, { ...override, endedMs }, save, 200);
  });
  return app;
}

/** What the audit needs to tell one from another: whom it is about, and how they are said to be. */
function subjectOf({ provider, model, state }: HealthOverride): string {
  return `${model === null ? provider : `${provider}/${model}`} ${state}`;
}

function overrideOf(
  { minutes, untilMs, ...said }: OverrideBody,
  context: Context,
  { overrides, newId, now }: HealthOverrideRoutesOptions,
): HealthOverride | Response {
  if (overrides.inForce().length >= overridesMax)
    return problem(context, 'conflict', `${overridesMax} overrides are in force; end some of them first`);
  const createdMs = now();
  const endMs = untilMs ?? createdMs + Math.round((minutes ?? 0) * minuteMs);
  if (endMs <= createdMs || endMs > createdMs + overrideMinutesMax * minuteMs) {
    const detail = `untilMs: expected a time in the next ${overrideMinutesMax} minutes, got ${untilMs}`;
    return misfitText(context, 'bad-body', detail);
  }
  return { id: newId(), ...said, createdMs, untilMs: endMs, endedMs: null };
}
