import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { type HealthVerdict, verdictOn, verdictsOf } from '../health/verdicts.ts';
import type { WallFeed } from '../wall/wall-feed.ts';

export interface HealthRoutesOptions {
  readonly feed: Pick<WallFeed, 'current' | 'incidents'>;
  readonly now: () => number;
}

/** As long as an evaluation takes to come: before that nothing is newer. */
const cacheControl = 'max-age=2';

/**
 * `GET /health`: what can be said of every vendor and model now. `GET /health/:provider[/:model][?region=]`: of one of
 * them, with status 503 while it is down and 200 otherwise, so that a probe can ask. It is advice: whoever gets no answer
 * should go on as if all were well.
 */
export function createHealthRoutes({ feed, now }: HealthRoutesOptions): Hono {
  const app = new Hono();
  const verdicts = (): readonly HealthVerdict[] =>
    verdictsOf({ wall: feed.current(), incidents: feed.incidents(), nowMs: now() });

  app.get('/health', (context) => {
    const all = verdicts();
    const etag = etagOf(all);
    context.header('cache-control', cacheControl);
    context.header('etag', etag);
    if (isNamedIn(context.req.header('if-none-match'), etag)) return context.body(null, 304);
    return context.json({ dataAtMs: feed.current().dataAtMs, verdicts: all });
  });

  // Names of models may hold slashes.
  for (const path of ['/health/:provider', '/health/:provider/:model{.+}']) {
    app.get(path, (context) => {
      const { provider = '', model = null } = context.req.param() as { provider?: string; model?: string };
      const region = context.req.query('region') ?? null;
      const verdict = verdictOn(verdicts(), { provider, model, region });
      context.header('cache-control', cacheControl);
      return context.json(verdict, verdict.state === 'down' ? 503 : 200);
    });
  }
  return app;
}

/** Weak: while only the numbers in its words change, the advice is the same. */
function etagOf(verdicts: readonly HealthVerdict[]): string {
  const advice = verdicts.map(({ reason: _reason, ...verdict }) => verdict);
  const hash = createHash('sha256').update(JSON.stringify(advice)).digest('base64url');
  return `W/"${hash.slice(0, 22)}"`;
}

function isNamedIn(header: string | undefined, etag: string): boolean {
  const names = (header ?? '').split(',').map((name) => name.trim().replace(/^W\//, ''));
  return names.includes('*') || names.includes(etag.replace(/^W\//, ''));
}
