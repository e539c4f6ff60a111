import { outcomes } from '@faultline/conventions';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Retention } from '../../../model/retention.ts';
import type { RowFilter, RowPosition, RowQuestion } from '../../../model/row-question.ts';
import type { CallSource } from '../../../store/store.ts';
import { misfit, misfitText, problem } from '../problem.ts';
import { attemptPage, callPage, trace } from './call-schema.ts';
import { cursorOf, cursorText, rowPlace } from './cursor.ts';
import { ask, conditional, json, type Operation, routeOf } from './operation.ts';
import { name, providerName, rangeOf, someOf, timeText, traceIdText, upTo } from './query.ts';

export interface CallRoutesOptions {
  readonly source: CallSource;
  readonly retention: Retention;
  readonly now: () => number;
}

interface RowQuery extends Omit<RowFilter, 'outcomes' | 'vendorRequestId'> {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly outcome?: RowFilter['outcomes'] | undefined;
  readonly requestId?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: Place | undefined;
}

/** Where a page ended, and where its list does: "the last hour" is another one when the next page is asked for. */
type Place = [endMs: number, traceId: string, spanId: string, sinceMs: number, untilMs: number];

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const limitDefault = 50;
const limitMax = 500;
const place: z.ZodType<Place> = z.tuple([...rowPlace, z.int(), z.int()]);

const rowQuery: z.ZodType<RowQuery> = z.strictObject({
  from: timeText.optional().describe('They ended at or after it.'),
  until: timeText.optional().describe('They ended before it; now when left out.'),
  provider: providerName.optional(),
  model: name.optional().describe('As it was asked for.'),
  service: name.optional().describe('`service.name` of the app.'),
  environment: name.optional().describe('`deployment.environment.name` of the app.'),
  outcome: someOf(outcomes).optional().describe('One, or several with commas between them.'),
  traceId: traceIdText.optional().describe('32 hexadecimal digits.'),
  requestId: name.optional().describe("The vendor's own id of the request."),
  limit: upTo(limitMax).optional().describe(`At most so many; ${limitDefault} when left out.`),
  cursor: cursorText(place).optional().describe('`nextCursor` of the page before; with the same filters.'),
});

type Asked = Operation<RowQuery> & { readonly query: z.ZodType<RowQuery> };

const about =
  'Newest first, by when they ended. Without `from` the last hour, and with `traceId` or `requestId` as far back as single rows are kept (`retention.rawDays`).';

const listCalls: Asked = {
  method: 'get',
  path: '/calls',
  id: 'listCalls',
  tag: 'Explore',
  summary: 'Single calls',
  description: `${about} What a gateway or the vendor saw of a call stands beside it; \`vantage\` says who saw it.`,
  query: rowQuery,
  answers: [json(callPage, 'A page of calls.')],
  problems: ['bad-query', 'store-unavailable'],
  example: '/calls?provider=anthropic&outcome=overloaded,timeout&limit=20',
};

const listAttempts: Asked = {
  method: 'get',
  path: '/attempts',
  id: 'listAttempts',
  tag: 'Explore',
  summary: 'Single attempts: the HTTP requests under calls',
  description: about,
  query: rowQuery,
  answers: [json(attemptPage, 'A page of attempts.')],
  problems: ['bad-query', 'store-unavailable'],
  example: '/attempts?requestId=req_1',
};

const getTrace: Operation = {
  method: 'get',
  path: '/calls/{traceId}',
  id: 'getTrace',
  tag: 'Explore',
  summary: 'All calls of one trace, each with its attempts',
  parameters: { traceId: '32 hexadecimal digits.' },
  answers: [json(trace, 'The calls of the trace.')],
  problems: ['bad-query', 'not-found', 'store-unavailable'],
  example: '/calls/4bf92f3577b34da6a3ce929d0e0e4736',
};

export const callOperations: readonly Operation[] = [listCalls, getTrace, listAttempts];

/** `GET /calls`, `/calls/:traceId` and `/attempts`. */
export function createCallRoutes(options: CallRoutesOptions): Hono {
  const { source, retention } = options;
  const app = new Hono();
  ask(app, listCalls, (query, context) =>
    page(context, query, options, async (question) => {
      const { rows, next } = await source.calls(question);
      return { calls: rows, nextCursor: cursorAt(next, question) };
    }),
  );
  ask(app, listAttempts, (query, context) =>
    page(context, query, options, async (question) => {
      const { rows, next } = await source.attempts(question);
      return { attempts: rows, nextCursor: cursorAt(next, question) };
    }),
  );
  app.get(routeOf(getTrace), conditional, async (context) => {
    const traceId = traceIdText.safeParse(context.req.param('traceId'));
    if (!traceId.success) return misfit(context, 'bad-query', traceId.error);
    const found = await source.trace(traceId.data);
    if (found) return context.json(found);
    const kept = `single calls are kept for ${retention.rawDays} days (retention.rawDays)`;
    return problem(context, 'not-found', `nothing is known of the trace ${traceId.data}; ${kept}`);
  });
  return app;
}

/** The page that is meant by a query; what is wrong with it otherwise. */
async function page(
  context: Context,
  query: RowQuery,
  { retention, now }: CallRoutesOptions,
  read: (question: RowQuestion) => Promise<object>,
): Promise<Response> {
  const { from, until, outcome, requestId, limit = limitDefault, cursor, ...filter } = query;
  const isFound = filter.traceId !== undefined || requestId !== undefined;
  const { rawDays } = retention;
  const range = rangeOf(cursor ? { from: cursor[3], until: cursor[4] } : { from, until }, {
    nowMs: now(),
    defaultMs: isFound ? rawDays * dayMs : hourMs,
    ...{ keptDays: rawDays, keptBy: 'retention.rawDays' },
  });
  if (typeof range === 'string') return misfitText(context, 'bad-query', range);
  const after = cursor ? { endMs: cursor[0], traceId: cursor[1], spanId: cursor[2] } : null;
  const named = { ...filter, outcomes: outcome, vendorRequestId: requestId };
  return context.json(await read({ range, after, limit, filter: named }));
}

function cursorAt(next: RowPosition | null, { range }: RowQuestion): string | null {
  if (next === null) return null;
  const place: Place = [next.endMs, next.traceId, next.spanId, range.sinceMs, range.untilMs];
  return cursorOf(place);
}
