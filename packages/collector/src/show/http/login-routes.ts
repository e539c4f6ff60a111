import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { AccessToken } from '../../model/access.ts';
import { nextPath } from '../auth/next-path.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { CallerReader } from './caller.ts';
import { cookieName, type Gatekeeper, sessionMs } from './gatekeeper.ts';
import { problem as refuse } from './problem.ts';
import type { SessionFiles } from './session-files.ts';

export interface LoginPage {
  /** Where to go afterwards; a path of ours. */
  readonly next: string;
  /** What went wrong, in words; null at first. */
  readonly problem: string | null;
}

export interface LoginRoutesOptions {
  readonly gatekeeper: Gatekeeper;
  readonly caller: CallerReader;
  readonly audit: AuditTrail;
  readonly signedOut: SessionFiles['signedOut'];
  readonly renderLogin: (page: LoginPage) => string;
  /** A session was ended here, and a restart would not remember it. */
  readonly onForgetful: (error: unknown) => void;
  readonly newId: () => string;
  readonly now: () => number;
}

/** A token and a path. */
const bodyBytesMax = 8 * 1024;

/** `GET` and `POST /login`, `POST /logout`: forms, which work without a script. */
export function createLoginRoutes(options: LoginRoutesOptions): Hono {
  const { gatekeeper, caller } = options;
  const app = new Hono();
  const page = (context: Context, shown: LoginPage, status: 200 | 400 | 401 | 403 | 413 | 429): Response => {
    context.header('cache-control', 'no-store');
    return context.html(options.renderLogin(shown), status) as Response;
  };

  app.get('/login', (context) => {
    const next = nextPath(context.req.query('next'));
    if (gatekeeper.isOpen || gatekeeper.sessionOf(context)) return context.redirect(next, 303);
    return page(context, { next, problem: null }, 200);
  });

  const limit = bodyLimit({
    maxSize: bodyBytesMax,
    onError: (context) => page(context, { next: '/', problem: 'That is too long for a token.' }, 413),
  });
  app.post('/login', limit, async (context) => {
    if (gatekeeper.isOpen) return context.redirect('/', 303);
    // Otherwise a page of another site could log somebody in with a token that is not theirs.
    if (caller.whence(context) === 'elsewhere')
      return page(context, { next: '/', problem: fromElsewhere }, 403);
    const form = new URLSearchParams(await context.req.text());
    const next = nextPath(form.get('next') ?? undefined);
    const presented = form.get('token')?.trim() ?? '';
    if (presented === '') return page(context, { next, problem: 'Enter a token.' }, 400);
    const checked = await gatekeeper.check(context, presented, 'login');
    if (checked.kind === 'known') return logIn(context, checked.token, next, options);
    if (checked.kind === 'unknown') {
      context.header('www-authenticate', 'Bearer');
      return page(context, { next, problem: 'This token is not known here.' }, 401);
    }
    const seconds = Math.ceil(checked.waitMs / 1000);
    context.header('retry-after', String(seconds));
    const problem = `Too many wrong tokens came from your address. Try again in ${inWords(seconds)}.`;
    return page(context, { next, problem }, 429);
  });

  app.post('/logout', (context) => logOut(context, options));
  return app;
}

const fromElsewhere = 'Another site sent this form. Enter the token here.';

async function logIn(
  context: Context,
  token: AccessToken,
  next: string,
  { gatekeeper, caller, audit, newId, now }: LoginRoutesOptions,
): Promise<Response> {
  const secure = caller.isHttps(context);
  setCookie(context, cookieName(secure), gatekeeper.sessions.issue(token, newId(), now()), {
    path: '/',
    httpOnly: true,
    secure,
    // Not Strict: whoever comes from an alert's link would be asked for the token again and again. Nothing is changed by
    // a GET, and what changes something must come from a page of ours besides.
    sameSite: 'Lax',
    maxAge: sessionMs / 1000,
  });
  const { name: actor, role } = token;
  await audit.record({ actor, role, action: 'login', subject: '', address: caller.address(context) });
  context.header('cache-control', 'no-store');
  return context.redirect(next, 303);
}

async function logOut(context: Context, options: LoginRoutesOptions): Promise<Response> {
  const { gatekeeper, caller, audit, signedOut, onForgetful } = options;
  if (caller.whence(context) === 'elsewhere') return refuse(context, 'forbidden', fromElsewhere);
  const session = gatekeeper.sessionOf(context);
  if (session) {
    await signedOut.add(session.id, session.expiresMs).catch(onForgetful);
    const { name: actor, role } = session.token;
    await audit.record({
      actor,
      role,
      action: 'logout',
      subject: '',
      address: caller.address(context),
    });
  }
  const secure = caller.isHttps(context);
  deleteCookie(context, cookieName(secure), { path: '/', secure });
  context.header('cache-control', 'no-store');
  return context.redirect('/login', 303);
}

function inWords(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}
