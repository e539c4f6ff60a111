import { describe, expect, it } from 'vitest';
import { bearer, bench, form, here, note, notes, operator, viewer } from './access.fixture.ts';

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
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ detail: 'a bearer token is required' });
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
    // Who reads feeds has nobody who could log in.
    expect((await bench().ask('/status/badge.svg')).status).toBe(401);
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
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      {
        type: '/api/v1/reference#forbidden',
        detail: '"wall screen" may view; this takes a token of access.operate',
      },
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
