import type { Context, MiddlewareHandler } from 'hono';
import { isReading, mayDo, needOf } from '../auth/need.ts';
import { createRateLimit } from '../auth/rate-limit.ts';
import { isOwnName } from '../auth/whence.ts';
import type { AuditTrail } from './audit-trail.ts';
import { auditedAs } from './audited.ts';
import type { CallerReader, Principal } from './caller.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { problem } from './problem.ts';

export interface GuardOptions {
  readonly gatekeeper: Gatekeeper;
  readonly caller: CallerReader;
  readonly audit: AuditTrail;
  readonly publicUrl: string | undefined;
  readonly isPublic: (path: string) => boolean;
  readonly now: () => number;
}

/** Fifty consoles behind one address that load everything at once, and then as many again every second. */
const requests = { burst: 1_000, perSecond: 100, callersMax: 10_000 } as const;

/** In front of everything that is shown: who asks, may they, how often, and what did they do. */
export function createGuard(options: GuardOptions): MiddlewareHandler {
  const { caller, now } = options;
  const limit = createRateLimit(requests);

  return async (context, next) => {
    const admitted = await admit(context, options);
    if (admitted instanceof Response) return admitted;
    const { principal, isClosed } = admitted;
    const { method, path } = context.req;
    const waitMs = isFree(path) ? 0 : limit.take(limitedAs(principal, caller.group(context)), now());
    if (waitMs > 0) return tooMany(context, waitMs, 'requests');
    const writer = isReading(method) ? undefined : principal;
    const forgery = writer && forgeryIn(context, writer, options);
    if (forgery) return problem(context, 'forbidden', forgery);

    context.set('principal', principal);
    await next();
    if (isClosed) keepPrivate(context.res.headers);
    if (writer) await recordDone(context, writer, options);
  };
}

/** What was refused was not done. */
async function recordDone(context: Context, { name, role }: Principal, options: GuardOptions): Promise<void> {
  if (!context.res.ok) return;
  const done = context.get('audited') ?? auditedAs(context.req.method, context.req.path);
  const address = options.caller.address(context);
  await options.audit.record({ actor: name, role, ...done, address });
}

interface Admitted {
  readonly isClosed: boolean;
  /** Undefined where nobody is asked. */
  readonly principal: Principal | undefined;
}

/** Whoever may, or the answer to who may not. */
async function admit(context: Context, { gatekeeper, isPublic }: GuardOptions): Promise<Admitted | Response> {
  const need = needOf(context.req, isPublic);
  if (need === null) return { isClosed: false, principal: undefined };
  const identified = await gatekeeper.identify(context);
  if (identified.kind === 'wait') return tooMany(context, identified.waitMs, 'wrong tokens');
  if (identified.kind === 'nobody') return unauthenticated(context, identified.message);
  const { principal } = identified;
  if (mayDo(need, principal.role)) return { isClosed: true, principal };
  return problem(context, 'forbidden', `"${principal.name}" may view; this takes a token of access.operate`);
}

/** Asked every second by machines, or counted where they are opened. */
function isFree(path: string): boolean {
  return /^\/(livez|readyz|metrics|assets\/.*|api\/v1\/(wall|health)\/stream)$/.test(path);
}

/** A person has a limit of their own; programs share that of their token and address. */
function limitedAs(principal: Principal | undefined, group: string): string {
  if (principal?.session) return `session ${principal.session.id}`;
  return principal?.by === 'bearer' ? `token ${principal.name} ${group}` : `address ${group}`;
}

/** A page goes to the login and from there back; a program is told, and so is whoever reads the feeds of the status page. */
function unauthenticated(context: Context, message: string): Response {
  const { method, path } = context.req;
  const isPage =
    !/^\/(api\/|metrics$|status(\/|$))/.test(path) && context.req.header('authorization') === undefined;
  context.header('cache-control', 'no-store');
  if (isPage && (method === 'GET' || method === 'HEAD')) {
    const { pathname, search } = new URL(context.req.url);
    const wanted = pathname + search;
    return context.redirect(wanted === '/' ? '/login' : `/login?next=${encodeURIComponent(wanted)}`, 303);
  }
  context.header('www-authenticate', 'Bearer');
  return problem(context, 'unauthorised', message);
}

function tooMany(context: Context, waitMs: number, what: string): Response {
  const seconds = Math.ceil(waitMs / 1000);
  context.header('retry-after', String(seconds));
  context.header('cache-control', 'no-store');
  return problem(context, 'too-many', `too many ${what}; come again in ${seconds} s`);
}

/** Why a write may have been sent by a page of somebody else; undefined when it cannot. */
function forgeryIn(
  context: Context,
  { by }: Principal,
  { caller, publicUrl }: GuardOptions,
): string | undefined {
  // No page of another site knows the token, or can make a browser send it.
  if (by === 'bearer') return undefined;
  const from = caller.whence(context);
  if (from === 'elsewhere')
    return 'a page of another site sent this; if it is this console behind a proxy, set publicUrl';
  // Only browsers have cookies, and they say where a POST comes from.
  if (by === 'session' && from === 'untold') return 'a session needs the header Origin or Sec-Fetch-Site';
  if (by === 'nothing' && from === 'here' && !isOwnName(context.req.header('host'), publicUrl))
    return 'without tokens this is taken from pages at an address, localhost or publicUrl only';
  return undefined;
}

/** What is shown to one is for nobody in between, and is not found in a browser that was signed out. */
function keepPrivate(headers: Headers): void {
  const given = headers.get('cache-control');
  if (given === null) headers.set('cache-control', 'no-store');
  else if (!/\b(no-store|private)\b/.test(given)) headers.set('cache-control', `private, ${given}`);
}
