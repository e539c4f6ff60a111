import type { Page } from '@faultline/conventions';
import { type Context, Hono } from 'hono';
import type { PageReader } from '../pages/page-reader.ts';
import { reportOf } from '../pages/report.ts';
import type { WallFeed } from '../wall/wall-feed.ts';
import { conditional } from './api/operation.ts';
import { problem } from './problem.ts';

export interface RenderOptions {
  readonly nowMs: number;
  readonly path: string;
  /** The name of the token that somebody logged in with; null when there is nothing to sign out of. */
  readonly signedInAs: string | null;
}

export type RenderPage = (page: Page, options: RenderOptions) => string;

export interface PageRoutesOptions {
  readonly pages: PageReader;
  readonly feed: Pick<WallFeed, 'current'>;
  readonly renderPage: RenderPage;
  readonly now: () => number;
}

type ReadPage = (context: Context) => Promise<Page | null> | Page;

/**
 * The console's pages, complete before any script runs, and under `/api/v1/pages` the same as data, from which their
 * scripts go on.
 */
export function createPageRoutes(options: PageRoutesOptions): Hono {
  const { pages, feed } = options;
  const app = new Hono();
  const add = (path: string, read: ReadPage): void => {
    app.get(path, async (context) => answerPage(context, await read(context), options));
    app.get(`/api/v1/pages${path}`, async (context) => {
      context.header('cache-control', 'no-store');
      const page = await read(context);
      return page ? context.json(page) : problem(context, 'not-found', 'there is no such page');
    });
  };
  const incidentId = (context: Context): string => context.req.param('id') ?? '';

  add('/', () => ({ kind: 'wall', wall: feed.current() }));
  add('/incidents', () => pages.incidents());
  add('/incidents/:id', (context) => pages.incident(incidentId(context)));
  add('/slos', () => pages.slos());
  add('/explore', (context) => pages.explore(queryOf(context)));
  add('/calls', (context) => pages.calls(queryOf(context)));
  add('/calls/:traceId', (context) => pages.trace(context.req.param('traceId') ?? ''));

  app.get('/api/v1/incidents/:id/report.md', conditional, async (context) => {
    const page = await pages.incident(incidentId(context));
    if (page?.kind !== 'incident')
      return problem(context, 'not-found', `there is no incident ${incidentId(context)}`);
    context.header('content-type', 'text/markdown; charset=utf-8');
    return context.body(reportOf(page));
  });
  return app;
}

function queryOf(context: Context): URLSearchParams {
  return new URL(context.req.url).searchParams;
}

function answerPage(
  context: Context,
  page: Page | null,
  { feed, renderPage, now }: PageRoutesOptions,
): Response | Promise<Response> {
  const { pathname, search } = new URL(context.req.url);
  const signedInAs = context.get('principal')?.session?.token.name ?? null;
  const place = { nowMs: now(), path: `${pathname}${search}`, signedInAs };
  context.header('cache-control', 'no-store');
  if (page) return context.html(renderPage(page, place));
  const { dataAtMs, collector } = feed.current();
  const problem: Page = {
    ...{ kind: 'problem', dataAtMs, collector },
    title: 'There is nothing here.',
    detail: `Nothing is known of ${pathname}. It may have been longer ago than data are kept.`,
  };
  return context.html(renderPage(problem, place), 404);
}
