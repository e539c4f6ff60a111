import { Hono } from 'hono';
import type { StoreHealth } from '../../store/store.ts';
import type { PageReader } from '../pages/page-reader.ts';
import type { WallFeed } from '../wall/wall-feed.ts';
import type { Access } from './access.ts';
import { type ApiOptions, createApi, createUnknownRoute } from './api/api.ts';
import { referenceStyle } from './api/reference-style.ts';
import { createFramesRoutes, type FramesRoutesOptions } from './frames-routes.ts';
import { createHealthRoutes, type HealthRoutesOptions } from './health-routes.ts';
import { createIncidentRoutes, type IncidentRoutesOptions } from './incident-routes.ts';
import type { LoginPage } from './login-routes.ts';
import { createOfficialRoutes } from './official-routes.ts';
import { createPageRoutes, type RenderPage } from './page-routes.ts';
import { problemOfError } from './problem.ts';
import { secureHeaders } from './security.ts';
import { createSlaRoutes, type SlaRoutesOptions } from './sla-routes.ts';
import { createStatusRoutes, type StatusRoutesOptions, statusPrefix } from './status-routes.ts';
import { createWallRoutes } from './wall-stream.ts';

/** The console as it was built: a renderer for the first paint and the files the page links. */
export interface ConsoleBundle {
  readonly renderPage: RenderPage;
  readonly renderLogin: (page: LoginPage) => string;
  /** Null for a name that is not part of the bundle. */
  readonly readAsset: (
    name: string,
  ) => Promise<{ body: Uint8Array<ArrayBuffer>; contentType: string } | null>;
}

export interface ShowOptions {
  readonly access: Access;
  readonly feed: WallFeed;
  readonly pages: PageReader;
  readonly health: HealthRoutesOptions;
  readonly incidents: IncidentRoutesOptions;
  readonly status: StatusRoutesOptions;
  readonly sla: SlaRoutesOptions;
  readonly frames: FramesRoutesOptions;
  readonly api: ApiOptions;
  /** A request failed, and it is nobody else's fault. */
  readonly onFault: (error: Error) => void;
  readonly storeHealth: () => StoreHealth;
  readonly consoleBundle: ConsoleBundle;
  /** Prometheus exposition text and its content type. */
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
  readonly now: () => number;
}

/** Everything people and machines read: the console, the API, probes and metrics. */
export function createShow(options: ShowOptions): Hono {
  const app = new Hono();
  app.use('*', secureHeaders(options.access.isHttps));
  app.use('*', options.access.guard);
  app.route('/', options.access.routes);
  app.onError(problemOfError(options.onFault));
  app.route('/api/v1', createWallRoutes(options.feed));
  app.route('/api/v1', createHealthRoutes(options.health));
  app.route(statusPrefix, createStatusRoutes(options.status));
  app.route('/api/v1', createSlaRoutes(options.sla));
  app.route('/api/v1', createFramesRoutes(options.frames));
  app.route('/api/v1', createIncidentRoutes(options.incidents));
  app.route('/api/v1', createOfficialRoutes(options.incidents));
  app.route('/', createPageRoutes({ ...options, renderPage: options.consoleBundle.renderPage }));
  app.route('/api/v1', createApi(options.api, options.feed.current, options.now));
  app.route('/api/v1', createUnknownRoute());

  app.get('/assets/reference.css', (context) =>
    context.body(referenceStyle, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'no-cache',
    }),
  );
  app.get('/assets/:name', async (context) => {
    const asset = await options.consoleBundle.readAsset(context.req.param('name'));
    if (!asset) return context.notFound();
    return context.body(asset.body, 200, { 'content-type': asset.contentType, 'cache-control': 'no-cache' });
  });

  app.get('/livez', (context) => context.text('ok\n'));
  app.get('/readyz', (context) => {
    const health = options.storeHealth();
    return context.json(health, health.ready ? 200 : 503);
  });
  app.get('/metrics', async (context) => {
    const { text, contentType } = await options.metrics();
    return context.body(text, 200, { 'content-type': contentType });
  });
  return app;
}
