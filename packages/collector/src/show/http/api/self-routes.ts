import type { Wall } from '@faultline/conventions';
import { Hono } from 'hono';
import type { Retention } from '../../../model/retention.ts';
import type { StoreHealth, StoreStats } from '../../../store/store.ts';
import { json, type Operation, routeOf } from './operation.ts';
import { type SelfView, self } from './self-schema.ts';

export interface SelfRoutesOptions {
  readonly version: string;
  readonly startedMs: number;
  readonly wall: () => Wall;
  readonly store: { health(): StoreHealth; stats(): StoreStats };
  readonly ingestDelayP99Ms: () => number | null;
  readonly retention: Retention;
  readonly now: () => number;
}

const getSelf: Operation = {
  method: 'get',
  path: '/self',
  id: 'getSelf',
  tag: 'Collector',
  summary: 'How the collector itself is',
  answers: [json(self, 'The collector.')],
  problems: [],
  example: '/self',
};

export const selfOperations: readonly Operation[] = [getSelf];

/** `GET /self`. */
export function createSelfRoutes(options: SelfRoutesOptions): Hono {
  const { version, startedMs, wall, store, retention, now } = options;
  const app = new Hono();
  app.get(routeOf(getSelf), (context) => {
    const { collector, dataAtMs } = wall();
    const view: SelfView = {
      ...{ version, startedMs, uptimeSeconds: Math.floor((now() - startedMs) / 1000) },
      dataAtMs: collector.state === 'starting' ? null : dataAtMs,
      evaluation: collector,
      ingestDelayP99Ms: options.ingestDelayP99Ms(),
      ...{ store: store.health(), stats: store.stats(), retention },
    };
    context.header('cache-control', 'no-store');
    return context.json(view);
  });
  return app;
}
