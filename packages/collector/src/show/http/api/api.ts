import type { SlosAnswer, Wall } from '@faultline/conventions';
import { Hono } from 'hono';
import type { Retention } from '../../../model/retention.ts';
import type { VisibilityTable } from '../../../model/visibility.ts';
import type {
  CallSource,
  SeriesSource,
  ShowSource,
  StoreHealth,
  StoreStats,
  TellerSource,
} from '../../../store/store.ts';
import { problem } from '../problem.ts';
import { accessOperations } from './access-operations.ts';
import { callOperations, createCallRoutes } from './call-routes.ts';
import { catalogueOperations, createCatalogueRoutes } from './catalogue-routes.ts';
import { evidenceOperations } from './evidence-operations.ts';
import { healthOperations } from './health-operations.ts';
import { incidentOperations } from './incident-operations.ts';
import { nowOperations } from './now-operations.ts';
import { openApiDocument } from './openapi.ts';
import { conditional, type Operation, routeOf, text } from './operation.ts';
import { pageOperations } from './page-operations.ts';
import { referencePage } from './reference.ts';
import { createSelfRoutes, selfOperations } from './self-routes.ts';
import { createSeriesRoutes, seriesOperations } from './series-routes.ts';
import { createSloRoutes, sloOperations } from './slo-routes.ts';

export interface ApiOptions {
  readonly source: SeriesSource & CallSource & TellerSource & Pick<ShowSource, 'traffic'>;
  readonly store: { health(): StoreHealth; stats(): StoreStats };
  readonly slos: () => SlosAnswer;
  /** What instrumentations can show, by their dialect. */
  readonly visibility: VisibilityTable;
  readonly retention: Retention;
  readonly ingestDelayP99Ms: () => number | null;
  readonly version: string;
  readonly startedMs: number;
}

const getOpenApi: Operation = {
  method: 'get',
  path: '/openapi.json',
  id: 'getOpenApi',
  tag: 'Collector',
  summary: 'This document, for programs',
  answers: [text('application/json', 'An OpenAPI 3.1 document.')],
  problems: [],
  example: '/openapi.json',
};

const getReference: Operation = {
  method: 'get',
  path: '/reference',
  id: 'getReference',
  tag: 'Collector',
  summary: 'This document, for people',
  answers: [text('text/html; charset=UTF-8', 'A page.')],
  problems: [],
  example: '/reference',
};

/** Everything that can be asked under `/api/v1`; a test compares it with the routes that there are. */
export const operations: readonly Operation[] = [
  ...nowOperations,
  ...healthOperations,
  ...incidentOperations,
  ...catalogueOperations,
  ...seriesOperations,
  ...callOperations,
  ...sloOperations,
  ...evidenceOperations,
  ...selfOperations,
  getOpenApi,
  getReference,
  ...accessOperations,
  ...pageOperations,
];

/** What people explore, and the API's own description. */
export function createApi(options: ApiOptions, wall: () => Wall, now: () => number): Hono {
  const app = new Hono();
  const shared = { ...options, wall, now };
  app.route('/', createCatalogueRoutes(shared));
  app.route('/', createSeriesRoutes(shared));
  app.route('/', createCallRoutes(shared));
  app.route('/', createSloRoutes(options.slos));
  app.route('/', createSelfRoutes(shared));
  // Made for the first who asks: most processes are never asked.
  let made: { readonly json: string; readonly html: string } | undefined;
  const document = async (): Promise<NonNullable<typeof made>> => {
    if (made) return made;
    const described = openApiDocument(operations, options.version);
    made = { json: JSON.stringify(described), html: String(await referencePage(described, operations)) };
    return made;
  };
  app.get(routeOf(getOpenApi), conditional, async (context) =>
    context.body((await document()).json, 200, { 'content-type': 'application/json' }),
  );
  app.get(routeOf(getReference), conditional, async (context) => context.html((await document()).html));
  return app;
}

/** For what is asked and does not exist; to be mounted behind all of the API. */
export function createUnknownRoute(): Hono {
  const app = new Hono();
  app.all('/*', (context) =>
    problem(
      context,
      'not-found',
      `there is nothing to ask for at ${context.req.method} ${context.req.path}; what there is stands at /api/v1/reference`,
    ),
  );
  return app;
}
