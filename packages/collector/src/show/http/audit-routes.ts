import { Hono } from 'hono';
import type { AuditStore } from '../../store/store.ts';
import { expectedTime, parseTime } from './time-query.ts';

export interface AuditRoutesOptions {
  readonly store: AuditStore;
  readonly now: () => number;
}

const sinceDefaultMs = 30 * 86_400_000;
const limitDefault = 100;
const limitMax = 1_000;

/** `GET /session`: who is asking. `GET /audit[?since&until&limit]`: who did what, newest first. */
export function createAuditRoutes({ store, now }: AuditRoutesOptions): Hono {
  const app = new Hono();

  app.get('/session', (context) => {
    const { name = null, role = null, session = null } = context.get('principal') ?? {};
    return context.json({
      name,
      role,
      mayOperate: role === 'operate',
      expiresMs: session?.expiresMs ?? null,
    });
  });

  app.get('/audit', async (context) => {
    const { since, until, limit = String(limitDefault) } = context.req.query();
    // What happened this very millisecond is part of it.
    const untilMs = until === undefined ? now() + 1 : parseTime(until);
    const sinceMs = since === undefined ? now() - sinceDefaultMs : parseTime(since);
    if (sinceMs === null)
      return context.json({ error: `since: expected ${expectedTime}, got ${since}` }, 400);
    if (untilMs === null)
      return context.json({ error: `until: expected ${expectedTime}, got ${until}` }, 400);
    if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > limitMax)
      return context.json({ error: `limit: expected 1 to ${limitMax}, got ${limit}` }, 400);
    return context.json({ entries: await store.auditEntries({ sinceMs, untilMs, limit: Number(limit) }) });
  });
  return app;
}
