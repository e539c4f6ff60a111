import type { Hono } from 'hono';
import { Hono as Router } from 'hono';
import { describe, expect, it } from 'vitest';
import { operator, type SampleAccess, sampleAccess, viewer } from './access.fixture.ts';
import { type AccessOptions, createAccess } from './access.ts';
import { secureHeaders } from './security.ts';

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const asJson = { 'content-type': 'application/json' };
const here = { 'sec-fetch-site': 'same-origin' };

interface Bench {
  readonly options: SampleAccess;
  /** Status and body; the answer itself where more is asked. */
  ask(path: string, init?: RequestInit, address?: string): Promise<Response>;
  /** The cookie that a login gives. */
  logIn(token: string): Promise<string>;
}

/** The guard before routes that stand for everything that is shown. */
function bench(options: Partial<AccessOptions> = {}): Bench {
  const sample = sampleAccess({ tokens: [viewer, operator], ...options });
  const access = createAccess(sample);
  const app: Hono = new Router();
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
  app.post('/api/v1/incidents/:id/notes', (context) => context.json({}, 201));
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

function form(fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  };
}

const note = (headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { ...asJson, ...headers },
  body: '{}',
});
const notes = '/api/v1/incidents/A/notes';

describe('without tokens', () => {
  it('everybody may look and operate, and nothing asks for a login', async () => {
    const { ask } = bench({ tokens: [] });
    for (const path of ['/', '/api/v1/wall', '/metrics', '/api/v1/audit'])
      expect((await ask(path)).status).toBe(200);
    expect((await ask(notes, note({}))).status).toBe(201);
    expect((await ask('/login?next=/slo')).headers.get('location')).toBe('/slo');
    expect((await ask('/login', form({ token: 'x' }))).headers.get('location')).toBe('/');
    expect(await (await ask('/api/v1/session')).json()).toEqual({
      ...{ name: 'anybody', role: 'operate', mayOperate: true, expiresMs: null },
    });
  });

  it('no page of another site may write, nor one that has given its own name this address', async () => {
    const { ask } = bench({ tokens: [], publicUrl: 'https://faultline.example' });
    const at = (host: string, origin: string) => ask(notes, note({ host, origin }));
    expect((await at('127.0.0.1:4318', 'http://127.0.0.1:4318')).status).toBe(201);
    expect((await at('faultline.example', 'https://faultline.example')).status).toBe(201);
    expect((await at('127.0.0.1:4318', 'http://evil.example')).status).toBe(403);
    expect((await at('evil.example:4318', 'http://evil.example:4318')).status).toBe(403);
    expect((await ask(notes, note({ 'sec-fetch-site': 'cross-site' }))).status).toBe(403);
  });
});

describe('with tokens', () => {
  it('a program without one is told so, a page leads to the login and back', async () => {
    const { ask } = bench();
    for (const path of [
      '/api/v1/wall',
      '/api/v1/health',
      '/api/v1/wall/stream',
      '/api/v1/none',
      '/metrics',
    ]) {
      const answer = await ask(path);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      expect(await answer.json()).toEqual({ error: 'a bearer token is required' });
    }
    const page = await ask('/incidents/7KQ2?a=//b');
    expect([page.status, page.headers.get('location')]).toEqual([
      303,
      '/login?next=%2Fincidents%2F7KQ2%3Fa%3D%2F%2Fb',
    ]);
    expect((await ask('/')).headers.get('location')).toBe('/login');
    expect((await ask('/', { method: 'POST' })).status).toBe(401);
  });

  it.each(['/livez', '/login', '/assets/console.css'])('%s stays open', async (path) => {
    expect((await bench().ask(path)).status).toBe(200);
  });

  it('what is public is open to reading and not to writing', async () => {
    const { ask } = bench({ isPublic: (path) => path.startsWith('/status/') });
    expect((await ask('/status/badge.svg')).status).toBe(200);
    expect((await ask('/status/badge.svg', { method: 'POST' })).status).toBe(401);
    expect((await bench().ask('/status/badge.svg')).status).toBe(303);
  });

  it('each role may what it may', async () => {
    const { ask } = bench();
    const status = async (path: string, init: RequestInit) => (await ask(path, init)).status;
    for (const { token } of [viewer, operator])
      for (const path of ['/', '/metrics', '/api/v1/wall', '/api/v1/session'])
        expect(await status(path, { headers: bearer(token) })).toBe(200);
    expect(await status(notes, note(bearer(operator.token)))).toBe(201);
    expect(await status('/api/v1/audit', { headers: bearer(operator.token) })).toBe(200);
    expect(await status('/api/v1/audit', { headers: bearer(viewer.token) })).toBe(403);
    const refused = await ask(notes, note(bearer(viewer.token)));
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { error: '"wall screen" may view; this takes a token of access.operate' },
    ]);
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect(await status('/api/v1/wall', { method, headers: bearer(viewer.token) })).toBe(403);
  });

  it('HEAD and OPTIONS are asked for a token as GET is', async () => {
    const { ask } = bench();
    for (const method of ['HEAD', 'OPTIONS']) {
      expect((await ask('/api/v1/wall', { method })).status).toBe(401);
      const answer = await ask('/api/v1/wall', { method, headers: { origin: 'https://evil.example' } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    const head = await ask('/api/v1/wall', { method: 'HEAD', headers: bearer(viewer.token) });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each([
    '/assets/../api/v1/wall',
    '/assets/..%2fapi/v1/wall',
    '/assets/%2e%2e/api/v1/wall',
    '/livez/../api/v1/wall',
    '/login/../api/v1/wall',
    '/login%2f..%2fapi/v1/wall',
    '//api/v1/wall',
    '/api//v1/wall',
    '/%61pi/v1/wall',
    '/api/v1/wall%00',
    '/api/v1/wall;/assets/console.css',
    '/api/v1/wall?/assets/console.css',
    '/api/v1/wall#/livez',
    '/api/v1/%61udit',
  ])('no spelling of a path gets around that: %s', async (path) => {
    const { ask } = bench();
    const answer = await ask(path);
    expect([303, 401, 404]).toContain(answer.status);
    if (path.endsWith('%61udit'))
      expect((await ask(path, { headers: bearer(viewer.token) })).status).toBe(403);
  });

  it('what is shown is kept by nobody in between', async () => {
    const { ask } = bench();
    const kept = async (path: string): Promise<string | null> =>
      (await ask(path, { headers: bearer(viewer.token) })).headers.get('cache-control');
    expect(await kept('/api/v1/wall')).toBe('no-store');
    expect(await kept('/api/v1/health')).toBe('private, max-age=2');
    expect(await kept('/assets/console.css')).toBeNull();
  });
});

describe('a write from a session', () => {
  it('is taken from a page of ours, and no cookie alone will do', async () => {
    const { ask, logIn } = bench();
    const cookie = await logIn(operator.token);
    const write = async (headers: Record<string, string>) =>
      (await ask(notes, note({ cookie, ...headers }))).status;
    expect(await write(here)).toBe(201);
    expect(await write({ host: 'faultline.local', origin: 'http://faultline.local' })).toBe(201);
    for (const headers of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { host: 'faultline.local', origin: 'https://evil.example' },
      { host: 'faultline.local', origin: 'null' },
      { host: 'faultline.local', origin: 'http://faultline.local:8080' },
    ])
      expect(await write(headers)).toBe(403);
  });

  it('is refused to who may view', async () => {
    const { ask, logIn } = bench();
    const cookie = await logIn(viewer.token);
    expect((await ask('/', { headers: { cookie } })).status).toBe(200);
    expect((await ask(notes, note({ cookie, ...here }))).status).toBe(403);
  });
});

describe('limits', () => {
  it('too many requests are told when to come again; probes, files and streams are not counted', async () => {
    const { ask, logIn } = bench();
    const get = (path: string, headers: Record<string, string>, address?: string) =>
      ask(path, { headers }, address);
    const token = bearer(viewer.token);
    for (let count = 0; count < 1_000; count += 1) await get('/api/v1/wall', token);
    const refused = await get('/api/v1/wall', token);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    for (const path of ['/livez', '/assets/console.css', '/metrics', '/api/v1/wall/stream'])
      expect((await get(path, token)).status).toBe(200);
    // Others have limits of their own: another token, another address, a session.
    expect((await get('/api/v1/wall', bearer(operator.token))).status).toBe(200);
    expect((await get('/api/v1/wall', token, '192.0.2.99')).status).toBe(200);
    expect((await get('/api/v1/wall', { cookie: await logIn(viewer.token) })).status).toBe(200);
  });

  it('who guesses tokens has to wait, at the login and at the API alike, and then no token is looked at', async () => {
    let nowMs = 0;
    const { ask } = bench({ now: () => nowMs });
    for (let guess = 0; guess < 6; guess += 1) {
      const answer =
        guess % 2 === 0
          ? await ask('/login', form({ token: `guess-${guess}` }))
          : await ask('/api/v1/wall', { headers: bearer(`guess-${guess}`) });
      expect(answer.status).toBe(401);
    }
    const right = { headers: bearer(operator.token) };
    const waiting = [await ask('/login', form({ token: operator.token })), await ask('/api/v1/wall', right)];
    expect(waiting.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [429, '1'],
      [429, '1'],
    ]);
    expect((await ask('/api/v1/wall', right, '192.0.2.99')).status).toBe(200);
    nowMs += 1_000;
    expect((await ask('/api/v1/wall', right)).status).toBe(200);
  });

  it('are those of the address that a trusted proxy heard, and of nobody who only says so', async () => {
    const statusAfterGuesses = async (trustProxy: number): Promise<number> => {
      const { ask } = bench({ trustProxy });
      const from = (address: string, token: string) =>
        ask('/api/v1/wall', { headers: { ...bearer(token), 'x-forwarded-for': address } });
      for (let guess = 0; guess < 6; guess += 1) await from(`198.51.100.${guess}`, `guess-${guess}`);
      return (await from('198.51.100.200', viewer.token)).status;
    };
    expect(await statusAfterGuesses(0)).toBe(429);
    expect(await statusAfterGuesses(1)).toBe(200);
  });

  it('many headers and long ones cost nothing and open nothing', async () => {
    const { ask } = bench({ trustProxy: 1 });
    const long = 'a'.repeat(200_000);
    const cookies = Array.from({ length: 5_000 }, (_, index) => `faultline_session=${index}`).join('; ');
    for (const headers of [
      { cookie: cookies },
      { cookie: `faultline_session=${long}` },
      { 'x-forwarded-for': `${long},`.repeat(5) },
      { authorization: `Bearer ${' '.repeat(100_000)}${long}` },
    ])
      expect((await ask('/api/v1/wall', { headers })).status).toBe(401);
  });
});

describe('the audit', () => {
  it('names who did what to what, from where, and what was refused was not done', async () => {
    const { ask, options } = bench();
    await ask(notes, note(bearer(operator.token)));
    await ask('/api/v1/overrides', note(bearer(operator.token)), '192.0.2.7');
    await ask('/api/v1/refuses', note(bearer(operator.token)));
    await ask(notes, note(bearer(viewer.token)));
    const done = { actor: 'kim', role: 'operate' };
    expect(options.logged).toMatchObject([
      { ...done, action: 'note', subject: 'A', address: '192.0.2.1' },
      { ...done, action: 'override', subject: 'openai', address: '192.0.2.7' },
    ]);
    const read = (query: string) => ask(`/api/v1/audit${query}`, { headers: bearer(operator.token) });
    expect(await (await read('')).json()).toEqual({ entries: options.logged });
    expect(await (await read('?limit=1')).json()).toEqual({ entries: options.logged.slice(0, 1) });
    expect(await (await read('?since=2026-06-22T00:00:00Z&until=2026-06-22T01:00:00Z')).json()).toEqual({
      entries: [],
    });
    for (const query of ['?limit=0', '?limit=1001', '?limit=1e2', '?since=lunch', '?until=tea'])
      expect((await read(query)).status).toBe(400);
  });

  it('is not filled by guesses: the same wrong token once, and all of them together so many', async () => {
    const { ask, options } = bench({ now: () => 0 });
    for (let time = 0; time < 5; time += 1) await ask('/api/v1/wall', { headers: bearer('the-old-token') });
    expect(options.logged).toMatchObject([
      { actor: '', role: null, action: 'login_failed', subject: 'bearer' },
    ]);
    for (let guess = 0; guess < 500; guess += 1)
      await ask('/api/v1/wall', { headers: bearer(`guess-${guess}`) }, `198.51.${guess}.1`);
    expect(options.logged).toHaveLength(200);
  });

  it('never fails what was done: without the store it stands in the log', async () => {
    const lost: unknown[] = [];
    const store = {
      ...sampleAccess().store,
      recordAudit: () => Promise.reject(new Error('the disk is full')),
    };
    const { ask, options } = bench({ store, onLost: (error) => lost.push(error) });
    expect((await ask(notes, note(bearer(operator.token)))).status).toBe(201);
    expect([options.logged.length, lost.length]).toEqual([1, 1]);
  });
});
