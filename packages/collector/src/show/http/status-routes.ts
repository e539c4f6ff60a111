import { providerDisplayName } from '@faultline/conventions';
import { type Context, Hono } from 'hono';
import { badge } from '../status/badge.ts';
import type { StatusSource } from '../status/status-source.ts';
import {
  componentBodies,
  incidentBodies,
  overallBody,
  pageBody,
  type StatusPage,
  summaryBody,
  unresolved,
} from '../status/statuspage.ts';
import { type SyndicationFormat, syndicate } from '../status/syndication.ts';

export interface StatusRoutesOptions {
  readonly source: StatusSource;
  /** Anybody may read it, pages of other sites as well. */
  readonly isPublic: boolean;
  /** Where people reach it; null: where they asked. */
  readonly url: string | null;
}

/** Everything below it may be public; nothing else of the collector is. */
export const statusPrefix = '/status';

/** Aggregators come once a minute: what is a few seconds old will do. */
const cacheSeconds = 15;
const comeBackSeconds = 5;

const documents: Readonly<Record<string, (page: StatusPage) => object>> = {
  'status.json': (page) => ({ page: pageBody(page), status: overallBody(page) }),
  'summary.json': summaryBody,
  'components.json': (page) => ({ page: pageBody(page), components: componentBodies(page) }),
  'incidents.json': (page) => ({ page: pageBody(page), incidents: incidentBodies(page, page.incidents) }),
  'incidents/unresolved.json': (page) => ({
    page: pageBody(page),
    incidents: incidentBodies(page, unresolved(page)),
  }),
};

const feeds: Readonly<Record<string, readonly [SyndicationFormat, string]>> = {
  'history.atom': ['atom', 'application/atom+xml; charset=utf-8'],
  'history.rss': ['rss', 'application/rss+xml; charset=utf-8'],
  'feed.json': ['json', 'application/feed+json; charset=utf-8'],
};

/**
 * Below `/status`: `/api/v2/{status,summary,components,incidents,incidents/unresolved}.json` as Statuspage has them,
 * `/history.atom`, `/history.rss`, `/feed.json`, and `/badge/:provider[/:model].svg`.
 */
export function createStatusRoutes(options: StatusRoutesOptions): Hono {
  const app = new Hono();
  app.use('*', async (context, next) => {
    await next();
    const reach = options.isPublic ? 'public' : 'private';
    if (context.res.ok) context.header('cache-control', `${reach}, max-age=${cacheSeconds}`);
    if (!options.isPublic) return;
    context.header('access-control-allow-origin', '*');
    context.header('cross-origin-resource-policy', 'cross-origin');
  });
  const answer =
    (tell: (page: StatusPage, context: Context) => Response | Promise<Response>) =>
    async (context: Context): Promise<Response> => {
      const page = await readPage(options, context);
      return page instanceof Response ? page : tell(page, context);
    };

  app.get('/', (context) => context.redirect(`${statusPrefix}/api/v2/summary.json`));
  for (const [name, bodyOf] of Object.entries(documents))
    app.get(
      `/api/v2/${name}`,
      answer((page, context) => context.json(bodyOf(page))),
    );
  for (const [name, [format, type]] of Object.entries(feeds))
    app.get(
      `/${name}`,
      answer((page, context) => context.body(syndicate(page, format), 200, { 'content-type': type })),
    );
  app.get('/badge/:file{.+\\.svg}', answer(answerBadge));
  return app;
}

async function readPage(
  { source, url }: StatusRoutesOptions,
  context: Context,
): Promise<StatusPage | Response> {
  const refuse = (why: string): Response => {
    context.header('retry-after', String(comeBackSeconds));
    return context.text(`${why}\n`, 503);
  };
  try {
    const page = await source();
    if (page === null) return refuse('nothing has been evaluated yet; come again');
    return { ...page, url: url ?? new URL(statusPrefix, context.req.url).href };
  } catch {
    // What went wrong here is nobody else's business.
    return refuse('incidents cannot be read at the moment; come again');
  }
}

/** Names of models may hold slashes. */
function answerBadge({ components }: StatusPage, context: Context): Response {
  const file = context.req.param('file') ?? '';
  const [provider = '', ...rest] = file.replace(/\.svg$/, '').split('/');
  const model = rest.length === 0 ? null : rest.join('/');
  const shown = components.find((each) => each.provider === provider && each.model === model) ?? null;
  const label = model ?? providerDisplayName(provider);
  // An image all the same: a page shows no text of an error.
  return context.body(badge(label.slice(0, labelMax), shown), shown ? 200 : 404, {
    'content-type': 'image/svg+xml; charset=utf-8',
  });
}

const labelMax = 80;
