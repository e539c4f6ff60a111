import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { AccessToken } from '../../model/access.ts';
import type { AuditStore } from '../../store/store.ts';
import { createAuditRoutes } from './audit-routes.ts';
import { type AuditTrailOptions, createAuditTrail } from './audit-trail.ts';
import { type CallerOptions, createCallerReader } from './caller.ts';
import { createGatekeeper } from './gatekeeper.ts';
import { createGuard } from './guard.ts';
import { createLoginRoutes, type LoginPage } from './login-routes.ts';
import type { SessionFiles } from './session-files.ts';

export interface AccessOptions extends CallerOptions, Omit<AuditTrailOptions, 'store'> {
  /** None: everybody may do everything. */
  readonly tokens: readonly AccessToken[];
  readonly store: AuditStore;
  readonly sessionFiles: SessionFiles;
  readonly renderLogin: (page: LoginPage) => string;
  /** What anybody may read without a token, whoever else must have one. */
  readonly isPublic: (path: string) => boolean;
  /** A session was ended, and a restart would not remember it. */
  readonly onForgetful: (error: unknown) => void;
}

export interface Access {
  /** Goes in front of everything else. */
  readonly guard: MiddlewareHandler;
  readonly routes: Hono;
  isHttps(context: Context): boolean;
}

/** Who may see and do what is shown over HTTP. */
export function createAccess(options: AccessOptions): Access {
  const { sessionFiles } = options;
  const caller = createCallerReader(options);
  const audit = createAuditTrail(options);
  const parts = { ...options, caller, audit };
  const gatekeeper = createGatekeeper(parts);
  const routes = new Hono();
  routes.route('/', createLoginRoutes({ ...parts, gatekeeper, signedOut: sessionFiles.signedOut }));
  routes.route('/api/v1', createAuditRoutes(options));
  return { guard: createGuard({ ...parts, gatekeeper }), routes, isHttps: caller.isHttps };
}
