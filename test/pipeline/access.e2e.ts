import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { run } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { type Collector, faultlineCommand, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const view = 'view-token-of-the-wall-screen';
const operate = 'operate-token-of-kim-1234567';
const sender = 'sender-token-of-every-app-123';
const env = {
  FAULTLINE_TOKENS: sender,
  FAULTLINE_ACCESS_VIEW: view,
  FAULTLINE_ACCESS_OPERATE: operate,
  FAULTLINE_LOG_LEVEL: 'info',
};

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function statusOf({ url }: Collector, path: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(url + path, { redirect: 'manual', ...init });
  await answer.body?.cancel();
  return answer.status;
}

async function signIn({ url }: Collector, token: string): Promise<string> {
  const body = new URLSearchParams({ token });
  const answer = await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' });
  expect(answer.status).toBe(303);
  return /^[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? '';
}

/** What comes back for bytes that no client would write; the connection may be cut before all are read. */
function sendRaw({ url }: Collector, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (part: string) => {
      answer += part;
    });
    socket.once('close', () => resolve(answer)).on('error', () => undefined);
    socket.write(text);
  });
}

test('each token opens its own, sessions outlive the collector and not their token, and all of it is told', async () => {
  const collector = await startCollector(cleanup, env);
  const otlp = (token: string) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"resourceSpans":[]}',
  });
  expect(await statusOf(collector, '/v1/traces', otlp(sender))).toBe(200);
  expect(await statusOf(collector, '/v1/traces', otlp(operate))).toBe(401);
  for (const path of ['/', '/api/v1/wall', '/metrics', '/api/v1/audit']) {
    expect(await statusOf(collector, path)).toBe(/^\/(api|metrics)/.test(path) ? 401 : 303);
    expect(await statusOf(collector, path, bearer(sender))).toBe(401);
    expect(await statusOf(collector, path, bearer(view))).toBe(path.endsWith('audit') ? 403 : 200);
    expect(await statusOf(collector, path, bearer(operate))).toBe(200);
  }

  const cookie = await signIn(collector, operate);
  await collector.terminate();
  await collector.restart();
  expect(await statusOf(collector, '/', { headers: { cookie } })).toBe(200);
  expect(statSync(join(collector.dataDir, 'session.key')).mode & 0o777).toBe(0o600);

  const signOut = { method: 'POST', headers: { cookie, origin: collector.url } };
  expect(await statusOf(collector, '/logout', signOut)).toBe(303);
  await collector.terminate();
  await collector.restart();
  expect(await statusOf(collector, '/', { headers: { cookie } })).toBe(303);

  await eventually('the audit tells all of it', async () => {
    const answer = await fetch(`${collector.url}/api/v1/audit`, bearer(operate));
    const { entries } = (await answer.json()) as {
      entries: { action: string; actor: string; address: string }[];
    };
    const told = entries.map(({ action, actor, address }) => `${action} ${actor} ${address}`);
    return (
      told.includes('login operate token 1 127.0.0.1') && told.includes('logout operate token 1 127.0.0.1')
    );
  });
});

test('nothing that is written on the wire gets around a token', async () => {
  const collector = await startCollector(cleanup, env);
  const host = new URL(collector.url).host;
  const get = (target: string, headers = `host: ${host}\r\n`) =>
    sendRaw(collector, `GET ${target} HTTP/1.1\r\n${headers}connection: close\r\n\r\n`);
  for (const target of [
    '/assets/../api/v1/wall',
    '/assets/%2e%2e/api/v1/wall',
    '/assets/..%2fapi%2fv1%2fwall',
    '/assets/..\\api\\v1\\wall',
    '/livez/../metrics',
    '/livez/..;/metrics',
    '//api/v1/wall',
    '/./api/v1/wall',
    '/api/v1/wall/',
    '/API/V1/WALL',
    `http://${host}/livez/../api/v1/wall`,
    'http://evil.example/api/v1/wall',
    '*',
    '/api/v1/wall#/livez',
    '/%00/api/v1/wall',
  ]) {
    const answer = await get(target);
    expect([target, answer.split('\r\n')[0]]).toEqual([target, expect.stringMatching(/ (303|400|401|404) /)]);
    expect(answer).not.toContain('"headline"');
  }
  for (const method of ['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH'])
    expect(await statusOf(collector, '/api/v1/wall', { method })).toBe(401);

  // Node gives a request 16 KiB of headers.
  const many = Array.from({ length: 3_000 }, (_, index) => `a${index}: 1\r\n`).join('');
  expect(await get('/', `host: ${host}\r\n${many}`)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await get('/', `host: ${host}\r\ncookie: faultline_session=${'a'.repeat(100_000)}\r\n`)).toMatch(
    /^(HTTP\/1\.1 431 |$)/,
  );
  expect(await statusOf(collector, '/livez')).toBe(200);
});

test('a public status page opens itself and nothing else; overrides take an operator, and the audit has both ends', async () => {
  const collector = await startCollector(cleanup, { ...env, FAULTLINE_STATUS_PUBLIC: 'true' });
  await eventually(
    'anybody reads the status page',
    async () => (await statusOf(collector, '/status/api/v2/summary.json')) === 200,
  );
  for (const path of ['/api/v1/health', '/api/v1/health/stream', '/api/v1/health/overrides', '/metrics']) {
    expect(await statusOf(collector, path)).toBe(401);
    expect(await statusOf(collector, path, bearer(view))).toBe(200);
  }
  expect(await statusOf(collector, '/statuses')).toBe(303);
  expect(await statusOf(collector, '/status/badge/openai.svg', { method: 'POST' })).toBe(401);

  const write = (token: string, path = '', method = 'POST') =>
    fetch(`${collector.url}/api/v1/health/overrides${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...bearer(token).headers },
      ...(method === 'POST' && {
        body: JSON.stringify({
          ...{ provider: 'openai', state: 'down', reason: 'drill', author: 'k', minutes: 5 },
        }),
      }),
    });
  const refused = await write(view);
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { type: '/api/v1/reference#forbidden', detail: expect.stringContaining('access.operate') },
  ]);
  const { id } = (await (await write(operate)).json()) as { id: string };
  expect((await write(operate, `/${id}`, 'DELETE')).status).toBe(200);
  await eventually('the audit tells both', async () => {
    const answer = await fetch(`${collector.url}/api/v1/audit`, bearer(operate));
    const { entries } = (await answer.json()) as { entries: { action: string; subject: string }[] };
    const told = entries.map(({ action, subject }) => `${action} ${subject}`);
    return told.includes('override openai down') && told.includes('override_ended openai down');
  });
});

test('commands take a token from the environment or a file, and say where to put it', async () => {
  const collector = await startCollector(cleanup, env);
  const cwd = temporaryFolder(cleanup);
  const month = new Date(Date.now() - 2 * 60_000).toISOString().slice(0, 7);
  const report = (given: Record<string, string>) =>
    run(cleanup, {
      ...faultlineCommand('report', '--provider', 'openai', '--month', month, '--url', collector.url),
      env: given,
      cwd,
    });
  const refused = await report({});
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('FAULTLINE_ACCESS_TOKEN')]);
  expect(await report({ FAULTLINE_ACCESS_TOKEN: view })).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(join(cwd, `sla-openai-${month}.json`), 'utf8')).toContain('"requests"');
});

test('a number that the tests may not read is none, and no 0', async () => {
  const file = join(temporaryFolder(cleanup), 'view-token');
  writeFileSync(file, `${view}\n`);
  const collector = await startCollector(cleanup, { FAULTLINE_ACCESS_VIEW_FILE: file });
  await expect(collector.metric('faultline_receive_internal_errors_total')).rejects.toThrow(/401/);
});
