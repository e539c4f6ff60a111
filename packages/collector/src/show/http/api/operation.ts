import type { Context, Hono, MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import type { z } from 'zod';
import { misfit, type ProblemKind } from '../problem.ts';
import { queryOf } from './query.ts';

/** One thing that can be asked: what the OpenAPI document says of it, and what its query is checked with. */
export interface Operation<Query = unknown> {
  readonly method: 'get' | 'post' | 'delete';
  /** Behind `/api/v1`, as OpenAPI writes it. */
  readonly path: string;
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  /** What stands in the path. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType;
  readonly answers: readonly Answer[];
  readonly problems: readonly ProblemKind[];
  /** A path and query that can be asked like this. */
  readonly example: string;
}

export type Tag = 'Now' | 'Incidents' | 'Explore' | 'Service levels' | 'Collector' | 'Access' | 'Console';

export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  /** Named: see `schema.ts`. Null for text. */
  readonly schema: z.ZodType | null;
  readonly description: string;
}

export function json(schema: z.ZodType, description: string, status = 200): Answer {
  return { status, mediaType: 'application/json', schema, description };
}

export function text(mediaType: string, description: string): Answer {
  return { status: 200, mediaType, schema: null, description };
}

/** As Hono writes a path. */
export function routeOf({ path }: Pick<Operation, 'path'>): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** Data is never older than it must be: asked for again, and not sent again while it is the same. */
const cacheControl = 'private, no-cache';

const tagged = etag();

export const conditional: MiddlewareHandler = async (context, next) => {
  await tagged(context, next);
  if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', cacheControl);
};

/** A question with a query: checked first, and answered with a tag. */
export function ask<Query>(
  app: Hono,
  operation: Operation<Query> & { readonly query: z.ZodType<Query> },
  answer: (query: Query, context: Context) => Response | Promise<Response>,
): void {
  app.get(routeOf(operation), conditional, (context) => {
    const parsed = operation.query.safeParse(queryOf(context));
    return parsed.success ? answer(parsed.data, context) : misfit(context, 'bad-query', parsed.error);
  });
}
