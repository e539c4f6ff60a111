import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { operator, type SampleAccess, sampleAccess, viewer } from './access.fixture.ts';
import { type AccessOptions, createAccess } from './access.ts';
import { secureHeaders } from './security.ts';

interface Bench {
  readonly options: SampleAccess;
  ask(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
}

function bench(change: Partial<AccessOptions> = {}): Bench {
  const options = sampleAccess({ tokens: [viewer, operator], ...change });
  const access = createAccess(options);
  const app = new Hono();
  app.use('*', secureHeaders(access.isHttps));
  app.use('*', access.guard);
  app.route('/', access.routes);
  app.get('/', (context) => context.text('wall'));
  return {
    options,
    ask: async (path, headers = {}) => app.request(path, { headers }, {}),
    post: async (path, fields, headers = {}) =>
      app.request(
        path,
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body: new URLSearchParams(fields).toString(),
        },
        {},
      ),
  };
}

function cookieOf(answer: Response): string {
  return /^[^;]*/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? '';
}

describe('the login', () => {
  it('shows a form, and where it will lead', async () => {
    const { ask } = bench();
    expect(await (await ask('/login?next=/slo')).text()).toBe('<form>/slo null</form>');
    for (const next of ['//evil.example', '/%5Cevil.example', 'https://evil.example', '%2F%2Fevil.example'])
      expect(await (await ask(`/login?next=${next}`)).text()).not.toMatch(/<form>(\/\/|\/\\|https)/);
  });

  it('takes a token and gives a cookie that no script reads and that holds no token', async () => {
    const { post, ask } = bench();
    const answer = await post('/login', { token: ` ${viewer.token}\n`, next: '/slo?a=b' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/slo?a=b']);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^faultline_session=1\.[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain(viewer.token);
    expect(await (await ask('/', { cookie: cookieOf(answer) })).text()).toBe('wall');
    expect(await (await ask('/api/v1/session', { cookie: cookieOf(answer) })).json()).toMatchObject({
      ...{ name: 'wall screen', role: 'view', mayOperate: false, expiresMs: expect.any(Number) },
    });
    // Who is logged in already is not asked again.
    expect((await ask('/login?next=/slo', { cookie: cookieOf(answer) })).headers.get('location')).toBe(
      '/slo',
    );
  });

  it('leads to no other site', async () => {
    const { post } = bench();
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      'https://evil.example',
      'javascript:x',
    ])
      expect((await post('/login', { token: viewer.token, next })).headers.get('location')).toBe('/');
  });

  it('by https gives a cookie that is sent by https and to this host alone, and is not taken by another name', async () => {
    const { post, ask } = bench({ publicUrl: 'https://faultline.example' });
    const answer = await post('/login', { token: viewer.token });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-faultline_session=[^;]+; .*Path=\/; HttpOnly; Secure;/,
    );
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect((await ask('/', { cookie: cookieOf(answer) })).status).toBe(200);
    expect((await ask('/', { cookie: cookieOf(answer).replace('__Host-', '') })).status).toBe(303);
    expect((await bench().ask('/login')).headers.get('strict-transport-security')).toBeNull();
  });

  it('says in words what went wrong, and repeats no token', async () => {
    const { post } = bench();
    const told = async (fields: Record<string, string>, headers?: Record<string, string>) => {
      const answer = await post('/login', fields, headers);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(answer.headers.get('cache-control')).toBe('no-store');
      return [answer.status, await answer.text()];
    };
    expect(await told({ token: 'not-a-token-here', next: '/slo' })).toEqual([
      401,
      '<form>/slo This token is not known here.</form>',
    ]);
    expect(await told({})).toEqual([400, '<form>/ Enter a token.</form>']);
    expect(await told({ token: 'x'.repeat(10_000) })).toEqual([
      413,
      '<form>/ That is too long for a token.</form>',
    ]);
    for (let guess = 0; guess < 12; guess += 1) await post('/login', { token: `guess-${guess}` });
    expect(await told({ token: viewer.token })).toEqual([
      429,
      '<form>/ Too many wrong tokens came from your address. Try again in 1 s.</form>',
    ]);
  });

  it('cannot be done for somebody by a page of another site', async () => {
    const { post } = bench();
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { host: 'faultline.local', origin: 'https://evil.example' },
    ])
      expect((await post('/login', { token: viewer.token }, headers)).status).toBe(403);
  });

  it('is not shown to who has a session that ended, but asks again', async () => {
    const { post } = bench();
    const cookie = cookieOf(await post('/login', { token: viewer.token }));
    const later = bench({ now: () => Date.parse('2026-06-29T01:00:00Z') });
    expect((await later.ask('/', { cookie })).headers.get('location')).toBe('/login');
    const withoutIt = bench({ tokens: [operator] });
    expect((await withoutIt.ask('/', { cookie })).headers.get('location')).toBe('/login');
    const otherKey = bench({ sessionFiles: { ...sampleAccess().sessionFiles, key: new Uint8Array(32) } });
    expect((await otherKey.ask('/', { cookie })).headers.get('location')).toBe('/login');
  });
});

describe('the logout', () => {
  it('ends the session, not only its cookie', async () => {
    const { post, ask, options } = bench();
    const cookie = cookieOf(await post('/login', { token: operator.token }));
    const other = cookieOf(await post('/login', { token: operator.token }));
    const answer = await post('/logout', {}, { cookie, 'sec-fetch-site': 'same-origin' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login']);
    expect(answer.headers.get('set-cookie')).toMatch(/^faultline_session=; Max-Age=0; Path=\//);
    expect((await ask('/', { cookie })).status).toBe(303);
    expect((await ask('/', { cookie: other })).status).toBe(200);
    const done = { actor: 'kim', role: 'operate', address: '192.0.2.1' };
    expect(options.logged).toMatchObject([
      { ...done, action: 'login' },
      { ...done, action: 'login' },
      { ...done, action: 'logout' },
    ]);
    expect(JSON.stringify(options.logged)).not.toContain(operator.token);
  });

  it('cannot be done for somebody by a page of another site, and without a session is harmless', async () => {
    const { post, ask, options } = bench();
    const cookie = cookieOf(await post('/login', { token: operator.token }));
    expect((await post('/logout', {}, { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask('/', { cookie })).status).toBe(200);
    expect((await post('/logout', {})).status).toBe(303);
    expect(options.logged).toHaveLength(1);
  });

  it('says so in the log when a restart would not remember it', async () => {
    const problems: unknown[] = [];
    const { sessionFiles } = sampleAccess();
    const signedOut = { ...sessionFiles.signedOut, add: () => Promise.reject(new Error('the disk is full')) };
    const { post } = bench({
      sessionFiles: { ...sessionFiles, signedOut },
      onForgetful: (error) => problems.push(error),
    });
    const cookie = cookieOf(await post('/login', { token: operator.token }));
    expect((await post('/logout', {}, { cookie })).status).toBe(303);
    expect(problems).toHaveLength(1);
  });
});

describe('every answer', () => {
  it('carries the policy: nothing inline, nothing from elsewhere, nobody frames it', async () => {
    for (const path of ['/', '/login', '/api/v1/wall', '/nothing']) {
      const { headers } = await bench().ask(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('camera=()');
    }
  });
});
