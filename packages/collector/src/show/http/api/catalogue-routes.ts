import type { Wall } from '@faultline/conventions';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Retention } from '../../../model/retention.ts';
import type { VisibilityTable } from '../../../model/visibility.ts';
import type { ShowSource, TellerSource, TimeRange } from '../../../store/store.ts';
import { misfitText } from '../problem.ts';
import { modelsAnswer, providersAnswer, sourcesAnswer } from './catalogue-schema.ts';
import { modelViews, providerViews, sourceViews } from './catalogue-view.ts';
import { ask, json, type Operation } from './operation.ts';
import { type AskedRange, rangeOf, timeText } from './query.ts';

export interface CatalogueRoutesOptions {
  readonly source: Pick<ShowSource, 'traffic'> & TellerSource;
  readonly wall: () => Wall;
  readonly visibility: VisibilityTable;
  readonly retention: Retention;
  readonly now: () => number;
}

const rangeQuery: z.ZodType<AskedRange> = z.strictObject({
  from: timeText.optional().describe('A day ago when left out.'),
  until: timeText.optional().describe('Now when left out.'),
});

type Asked = Operation<AskedRange> & { readonly query: z.ZodType<AskedRange> };
const shared = {
  method: 'get',
  tag: 'Explore',
  query: rangeQuery,
  problems: ['bad-query', 'store-unavailable'],
} as const;

const listProviders: Asked = {
  ...shared,
  path: '/providers',
  id: 'listProviders',
  summary: 'Who was called, on which models, how they are, and how much of that can be seen',
  answers: [json(providersAnswer, 'Providers with their models.')],
  example: '/providers',
};

const listModels: Asked = {
  ...shared,
  path: '/models',
  id: 'listModels',
  summary: 'Which models were called, as one list',
  answers: [json(modelsAnswer, 'Models.')],
  example: '/models',
};

const listSources: Asked = {
  ...shared,
  path: '/sources',
  id: 'listSources',
  summary: 'Which service tells of its calls, in which dialect, and what that can show',
  description:
    'The name and version of the instrumentation are not stored: `source` is the dialect that was recognised. What metrics count is listed only where nobody tells of the same calls one by one.',
  answers: [json(sourcesAnswer, 'Sources.')],
  example: '/sources',
};

export const catalogueOperations: readonly Operation[] = [listProviders, listModels, listSources];

const dayMs = 86_400_000;

/** `GET /providers`, `/models` and `/sources`. */
export function createCatalogueRoutes(options: CatalogueRoutesOptions): Hono {
  const { source, wall, visibility: table } = options;
  const app = new Hono();
  const read = async (range: TimeRange) => {
    const [traffic, sources] = await Promise.all([source.traffic(range), source.sources(range)]);
    return { traffic, sources, wall: wall(), table };
  };
  ask(app, listProviders, (query, context) =>
    within(context, query, options, async (range) => ({ providers: providerViews(await read(range)) })),
  );
  ask(app, listModels, (query, context) =>
    within(context, query, options, async (range) => ({ models: modelViews(await read(range)) })),
  );
  ask(app, listSources, (query, context) =>
    within(context, query, options, async (range) => ({
      sources: sourceViews({ sources: await source.sources(range), table }),
    })),
  );
  return app;
}

/** What tells of sources are single calls, so none of these reaches further back than they do. */
async function within(
  context: Context,
  query: AskedRange,
  { retention, now }: CatalogueRoutesOptions,
  read: (range: TimeRange) => Promise<object>,
): Promise<Response> {
  const kept = { keptDays: retention.rawDays, keptBy: 'retention.rawDays' };
  const range = rangeOf(query, { nowMs: now(), defaultMs: dayMs, ...kept });
  if (typeof range === 'string') return misfitText(context, 'bad-query', range);
  const found = await read(range);
  return context.json({ fromMs: range.sinceMs, untilMs: range.untilMs, ...found });
}
