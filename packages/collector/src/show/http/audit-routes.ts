import { Hono } from 'hono';
import type { AuditStore } from '../../store/store.ts';
import { auditDefault, getSession, listAudit } from './api/access-operations.ts';
import type { SessionView } from './api/access-schema.ts';
import { ask, routeOf } from './api/operation.ts';

export interface AuditRoutesOptions {
  readonly store: AuditStore;
  readonly now: () => number;
}

const sinceDefaultMs = 30 * 86_400_000;

/** `GET /session`: who is asking. `GET /audit`: who did what, newest first. */
export function createAuditRoutes({ store, now }: AuditRoutesOptions): Hono {
  const app = new Hono();

  app.get(routeOf(getSession), (context) => {
    const { name = null, role = null, session = null } = context.get('principal') ?? {};
    const view: SessionView = {
      ...{ name, role, mayOperate: role === 'operate' },
      expiresMs: session?.expiresMs ?? null,
    };
    return context.json(view);
  });

  ask(app, listAudit, async ({ from, since, until, limit = auditDefault }, context) => {
    const sinceMs = from ?? since ?? now() - sinceDefaultMs;
    // What happened this very millisecond is part of it.
    const untilMs = until ?? now() + 1;
    return context.json({ entries: await store.auditEntries({ sinceMs, untilMs, limit }) });
  });
  return app;
}
