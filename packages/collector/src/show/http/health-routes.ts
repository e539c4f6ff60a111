import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import type { HealthFeed, HealthSnapshot } from '../health/health-feed.ts';
import { adviceOf } from '../health/verdict.ts';
import { verdictOn } from '../health/verdicts.ts';
import { getHealth, streamHealth } from './api/health-operations.ts';
import { conditional, routeOf } from './api/operation.ts';
import { createEventStreams } from './event-stream.ts';
import { createHealthOverrideRoutes, type HealthOverrideRoutesOptions } from './health-override-routes.ts';
import { createHealthReaders } from './health-stream.ts';

export interface HealthRoutesOptions extends Omit<HealthOverrideRoutesOptions, 'onChange'> {
  readonly health: HealthFeed;
}

/** As long as an evaluation takes to come: before that nothing is newer. */
const cacheControl = 'max-age=2';
/** Beyond this a client polls `GET /api/v1/health`. */
const streamsMax = 500;

/**
 * `GET /health`: what can be said of every vendor and model now. `GET /health/stream`: the same, and every change of it.
 * `GET /health/:provider[/:model][?region=]`: of one of them, with status 503 while it is down and 200 otherwise, so that a
 * probe can ask. It is advice: whoever gets no answer should go on as if all were well.
 */
export function createHealthRoutes(options: HealthRoutesOptions): Hono {
  const { health, now } = options;
  const app = new Hono();
  const etagOf = createEtags();

  app.get(routeOf(getHealth), conditional, (context) => {
    const snapshot = health.refresh();
    context.header('cache-control', cacheControl);
    context.header('etag', etagOf(snapshot));
    return context.json(snapshot);
  });

  const stream = createEventStreams({ streamsMax, pollInstead: '/api/v1/health' });
  const open = createHealthReaders(health, now);
  app.get(routeOf(streamHealth), (context) =>
    stream(context, () => open(context.req.header('last-event-id'))),
  );

  app.route('/', createHealthOverrideRoutes({ ...options, onChange: health.refresh }));

  // Names of models may hold slashes.
  for (const path of ['/health/:provider', '/health/:provider/:model{.+}']) {
    app.get(path, (context) => {
      const { provider = '', model = null } = context.req.param() as { provider?: string; model?: string };
      const region = context.req.query('region') ?? null;
      const { verdicts, version } = health.refresh();
      const verdict = verdictOn(verdicts, { provider, model, region }, health.windowSeconds);
      context.header('cache-control', cacheControl);
      if (verdict.retryAfterSeconds !== null)
        context.header('retry-after', String(verdict.retryAfterSeconds));
      return context.json({ version, ...verdict }, verdict.state === 'down' ? 503 : 200);
    });
  }
  return app;
}

/** Weak: while only the numbers in its words change, the advice is the same. */
function createEtags(): (snapshot: HealthSnapshot) => string {
  const known = new WeakMap<HealthSnapshot, string>();
  return (snapshot) => {
    const before = known.get(snapshot);
    if (before !== undefined) return before;
    const advice = snapshot.verdicts.map(adviceOf).join('\n');
    const etag = `W/"${createHash('sha256').update(advice).digest('base64url').slice(0, 22)}"`;
    known.set(snapshot, etag);
    return etag;
  };
}
