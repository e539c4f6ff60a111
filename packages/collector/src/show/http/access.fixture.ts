import { type Context, Hono } from 'hono';
import type { AccessToken } from '../../model/access.ts';
import type { AuditEntry } from '../../model/audit-entry.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { type AccessOptions, createAccess } from './access.ts';
import { secureHeaders } from './security.ts';

export const viewer: AccessToken = {
  name: 'wall screen',
  role: 'view',
  token: 'view-token-of-the-wall-screen',
};
export const operator: AccessToken = { name: 'kim', role: 'operate', token: 'operate-token-of-kim-1234567' };

export interface SampleAccess extends AccessOptions {
  /** What went into the log. */
  readonly logged: AuditEntry[];
}

/** With nothing set, open to everybody; the address of a request is what its environment says. */
export function sampleAccess(options: Partial<AccessOptions> = {}): SampleAccess {
  const logged: AuditEntry[] = [];
  const signedOut = new Set<string>();
  let ids = 0;
  return {
    logged,
    tokens: [],
    store: createMemoryStore(),
    sessionFiles: {
      key: new Uint8Array(32).fill(7),
      signedOut: { has: (id) => signedOut.has(id), add: async (id) => void signedOut.add(id) },
    },
    publicUrl: undefined,
    trustProxy: 0,
    socketAddress: ({ env }: Context) => (env as { address?: string } | undefined)?.address ?? '192.0.2.1',
    isPublic: () => false,
    renderLogin: ({ next, problem }) => `<form>${next} ${problem}</form>`,
    log: (entry) => void logged.push(entry),
    onDelay: (error) => {
      throw error;
    },
    onForgetful: (error) => {
      throw error;
    },
    newId: () => `id-${++ids}`,
    now: () => Date.parse('2026-06-22T01:00:00Z'),
    ...options,
  };
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const asJson = { 'content-type': 'application/json' };
export const here = { 'sec-fetch-site': 'same-origin' };

export interface Bench {
  readonly options: SampleAccess;
  /** Status and body; the answer itself where more is asked. */
  ask(path: string, init?: RequestInit, address?: string): Promise<Response>;
  /** The cookie that a login gives. */
  logIn(token: string): Promise<string>;
}

/** The guard before routes that stand for everything that is shown. */
export function bench(options: Partial<AccessOptions> = {}): Bench {
  const sample = sampleAccess({ tokens: [viewer, operator], ...options });
  const access = createAccess(sample);
  const app = new Hono();
  app.use('*', secureHeaders(access.isHttps));
  app.use('*', access.guard);
  app.route('/', access.routes);
  app.get('/', (context) => context.html('<h1>wall</h1>'));
  app.get('/livez', (context) => context.text('ok'));
  app.get('/assets/:name', (context) => context.text('asset'));
  app.get('/metrics', (context) => context.text('up 1'));
  app.get('/api/v1/wall', (context) => context.json({}));
  app.get('/api/v1/wall/stream', (context) => context.text('data'));
  app.get('/api/v1/health', (context) => context.json({}, 200, { 'cache-control': 'max-age=2' }));
  app.post('/api/v1/incidents/:id/notes', (context) => {
    context.set('audited', { action: 'note', subject: context.req.param('id') });
    return context.json({}, 201);
  });
  app.get('/api/v1/incidents/:id', (context) => context.json({}));
  app.post('/api/v1/overrides', (context) => {
    context.set('audited', { action: 'override', subject: 'openai' });
    return context.json({}, 201);
  });
  app.post('/api/v1/refuses', (context) => context.json({}, 400));
  app.get('/status/badge.svg', (context) => context.text('badge'));
  const ask = async (path: string, init?: RequestInit, address?: string): Promise<Response> =>
    app.request(path, init, { address });
  return {
    options: sample,
    ask,
    logIn: async (token) => {
      const answer = await ask('/login', form({ token }));
      return /^([^;]+);/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
    },
  };
}

export function form(fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  };
}

export const note = (headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { ...asJson, ...headers },
  body: '{}',
});
export const notes = '/api/v1/incidents/A/notes';
