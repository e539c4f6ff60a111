import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { AccessToken } from '../../model/access.ts';
import { bearerToken, createKnownTokens } from '../../receive/known-token.ts';
import { createGuesses } from '../auth/guesses.ts';
import { createSessions, type Session, type Sessions } from '../auth/session.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { CallerReader, Principal } from './caller.ts';
import type { SessionFiles } from './session-files.ts';

export interface GatekeeperOptions {
  /** None: everybody may do everything. */
  readonly tokens: readonly AccessToken[];
  readonly sessionFiles: SessionFiles;
  readonly caller: CallerReader;
  readonly audit: AuditTrail;
  readonly now: () => number;
}

export type Checked =
  | { readonly kind: 'known'; readonly token: AccessToken }
  | { readonly kind: 'unknown' }
  /** Too many were wrong: this one was not looked at. */
  | { readonly kind: 'wait'; readonly waitMs: number };

export type Identified =
  | { readonly kind: 'somebody'; readonly principal: Principal }
  | { readonly kind: 'nobody'; readonly message: string }
  | Extract<Checked, { readonly kind: 'wait' }>;

/** Tells who sends a request. */
export interface Gatekeeper {
  readonly isOpen: boolean;
  readonly sessions: Sessions;
  identify(context: Context): Promise<Identified>;
  /** The one way in which a token is ever tried, so that guesses count wherever they are made. */
  check(context: Context, token: string, by: 'login' | 'bearer'): Promise<Checked>;
  /** The session of its cookie; null when there is none or it is over. */
  sessionOf(context: Context): Session | null;
}

/** From Monday to Monday; a screen on a wall is logged in once a week. */
export const sessionMs: number = 7 * 86_400_000;

/** `__Host-`: of this host alone, by https alone, for all of its paths (RFC 6265bis, 4.1.3.2). */
export function cookieName(isHttps: boolean): string {
  return isHttps ? '__Host-faultline_session' : 'faultline_session';
}

const anybody: Principal = { name: 'anybody', role: 'operate', by: 'nothing', session: null };

export function createGatekeeper(options: GatekeeperOptions): Gatekeeper {
  const { tokens, sessionFiles, caller, audit, now } = options;
  const known = createKnownTokens(tokens.map(({ token }) => token));
  const sessions = createSessions({ key: sessionFiles.key, tokens, lifetimeMs: sessionMs });
  const guesses = createGuesses();

  async function check(context: Context, presented: string, by: 'login' | 'bearer'): Promise<Checked> {
    const group = caller.group(context);
    const waitMs = guesses.waitMs(group, now());
    if (waitMs > 0) return { kind: 'wait', waitMs };
    const token = tokens[known.find(presented) ?? -1];
    if (token) return { kind: 'known', token };
    if (guesses.failed(group, presented, now())) {
      const address = caller.address(context);
      await audit.record({ actor: '', role: null, action: 'login_failed', subject: by, address });
    }
    return { kind: 'unknown' };
  }

  function sessionOf(context: Context): Session | null {
    const cookie = getCookie(context, cookieName(caller.isHttps(context)));
    const session = cookie === undefined ? null : sessions.verify(cookie, now());
    return session && !sessionFiles.signedOut.has(session.id) ? session : null;
  }

  async function identify(context: Context): Promise<Identified> {
    if (tokens.length === 0) return { kind: 'somebody', principal: anybody };
    const bearer = bearerToken(context.req.header('authorization'));
    if (bearer !== undefined) {
      const checked = await check(context, bearer, 'bearer');
      if (checked.kind === 'wait') return checked;
      if (checked.kind === 'unknown')
        return { kind: 'nobody', message: 'the bearer token is not known here' };
      const { name, role } = checked.token;
      return { kind: 'somebody', principal: { name, role, by: 'bearer', session: null } };
    }
    const session = sessionOf(context);
    if (!session) return { kind: 'nobody', message: 'a bearer token is required' };
    const { name, role } = session.token;
    return { kind: 'somebody', principal: { name, role, by: 'session', session } };
  }

  return { isOpen: tokens.length === 0, sessions, identify, check, sessionOf };
}
