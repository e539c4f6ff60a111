import type { Context, ErrorHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { StoreUnavailableError } from '../../store/store.ts';

/** Everything that can be wrong, by the last word of its `type`. What has been published stays. */
export type ProblemKind =
  | 'bad-query'
  | 'bad-body'
  | 'unauthorised'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'too-many'
  | 'unsupported-media-type'
  | 'internal'
  | 'busy'
  | 'store-unavailable';

interface KindOfProblem {
  readonly status: ContentfulStatusCode;
  readonly title: string;
}

export const problemKinds: Readonly<Record<ProblemKind, KindOfProblem>> = {
  'bad-query': { status: 400, title: 'The query cannot be answered as it stands.' },
  'bad-body': { status: 400, title: 'The body is not what is expected here.' },
  unauthorised: { status: 401, title: 'A token is needed.' },
  forbidden: { status: 403, title: 'This may not be done like this, or not by you.' },
  'not-found': { status: 404, title: 'There is nothing of that name.' },
  conflict: { status: 409, title: 'It contradicts what is known already.' },
  'too-large': { status: 413, title: 'The body is too large.' },
  'too-many': { status: 429, title: 'Too much is asked.' },
  'unsupported-media-type': { status: 415, title: 'The body is of another type than is expected here.' },
  internal: { status: 500, title: 'Faultline has a fault of its own.' },
  busy: { status: 503, title: 'Too many ask for this at once.' },
  'store-unavailable': { status: 503, title: 'The database does not answer.' },
};

/** RFC 9457. `type` is where the reference explains it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Of a query or a body, everything that is wrong with it, each with its place. */
  readonly problems?: readonly string[];
}

export const problemType = 'application/problem+json';

export function problemUri(kind: ProblemKind): string {
  return `/api/v1/reference#${kind}`;
}

/** An answer that says what is wrong and what to do about it. */
export function problem(
  context: Context,
  kind: ProblemKind,
  detail: string,
  problems?: readonly string[],
): Response {
  const { status, title } = problemKinds[kind];
  const body: Problem = { type: problemUri(kind), title, status, detail, ...(problems ? { problems } : {}) };
  return context.json(body, status, { 'content-type': problemType });
}

/** The same for what one sentence says. */
export function misfitText(context: Context, kind: 'bad-query' | 'bad-body', detail: string): Response {
  return problem(context, kind, detail, [detail]);
}

/** What a query or body that does not fit its schema is answered with. */
export function misfit(
  context: Context,
  kind: 'bad-query' | 'bad-body',
  {
    issues,
  }: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] },
): Response {
  const problems = issues.map(({ path, message }) => [...path.map(String), message].join(': '));
  return problem(context, kind, problems.join('; '), problems);
}

const apiPath = /^\/api\//;

/** For `onError`: what nobody caught. Outside of the API people read plain words. Why it failed is for whoever reads the log. */
export function problemOfError(onFault: (error: Error) => void): ErrorHandler {
  return (error, context) => {
    const isOfApi = apiPath.test(context.req.path);
    if (error instanceof StoreUnavailableError) {
      context.header('retry-after', '3');
      const detail = `${error.message}. Ask again in a few seconds; if it is too slow, for a shorter time.`;
      return isOfApi ? problem(context, 'store-unavailable', detail) : context.text(`${detail}\n`, 503);
    }
    onFault(error);
    const detail = `${context.req.method} ${context.req.path} failed; the log of the collector says why`;
    return isOfApi ? problem(context, 'internal', detail) : context.text(`${detail}\n`, 500);
  };
}
