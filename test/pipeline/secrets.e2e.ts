import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { run, startChild } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { faultlineCommand, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

/** A recognisable value for each setting that is a secret; `config/secret-settings.test.ts` looks that none is missing. */
const secrets = {
  'tokens[]': 'recognisable-sender-token-1',
  'access.view[].token': 'recognisable-view-token-22',
  'access.operate[].token': 'recognisable-operate-token-3',
  'clickhouse.password': 'recognisable-password-4444',
  'clickhouse.reader.key': 'recognisable-reader-key-55555',
  'webhooks[].secret': 'recognisable-webhook-secret-6',
} as const;
const values = Object.values(secrets);

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function expectNoSecret(place: string, text: string): void {
  expect([place, values.filter((value) => text.includes(value))]).toEqual([place, []]);
}

test('no secret is in a log, a page, an answer, a metric or a file, whatever goes wrong', async () => {
  const view = secrets['access.view[].token'];
  const operate = secrets['access.operate[].token'];
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const config = join(temporaryFolder(cleanup), 'faultline.yaml');
  writeFileSync(
    config,
    `webhooks: [{ url: "${nobody}/hook", secret: ${secrets['webhooks[].secret']} }]\n` +
      `alertmanager: { urls: ["${nobody}"] }\n`,
  );
  const collector = await startCollector(
    cleanup,
    {
      FAULTLINE_LOG_LEVEL: 'debug',
      FAULTLINE_TOKENS: secrets['tokens[]'],
      FAULTLINE_ACCESS_VIEW: view,
      FAULTLINE_ACCESS_OPERATE: operate,
      FAULTLINE_CLICKHOUSE_READER_KEY: secrets['clickhouse.reader.key'],
      FAULTLINE_CLICKHOUSE_READER_PORT: String(await freePort()),
    },
    ['--config', config],
  );
  const ask = async (path: string, init: RequestInit = {}): Promise<void> => {
    const answer = await fetch(collector.url + path, { redirect: 'manual', ...init });
    expectNoSecret(path, `${JSON.stringify([...answer.headers])}\n${await answer.text()}`);
  };
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
  for (const token of [view, operate, secrets['tokens[]'], `${operate}x`])
    for (const path of [
      '/',
      '/metrics',
      '/api/v1/audit',
      '/api/v1/sources',
      '/api/v1/collector',
      '/slos',
      '/login',
    ])
      await ask(path, { headers: bearer(token) });
  const form = (token: string): RequestInit => ({ method: 'POST', body: new URLSearchParams({ token }) });
  await ask('/login', form(operate));
  await ask('/login', form(`${operate}-and-more`));
  await ask('/api/v1/health/overrides', {
    method: 'POST',
    headers: { ...bearer(operate), 'content-type': 'application/json' },
    body: JSON.stringify({ provider: 'openai', state: 'down', reason: 'drill', author: 'k', minutes: 5 }),
  });
  for (const body of ['{"resourceSpans":[{', '{"resourceSpans":[]}'])
    await ask('/v1/traces', {
      method: 'POST',
      headers: { ...bearer(secrets['tokens[]']), 'content-type': 'application/json' },
      body,
    });
  await ask('/api/v1/audit', { headers: bearer(operate) });
  const { stdout, stderr } = await collector.terminate();
  expectNoSecret('log', stdout + stderr);
  for (const file of filesIn(collector.dataDir)) expectNoSecret(file, readFileSync(file, 'latin1'));
});

test('a database that cannot be reached is told without its password', async () => {
  const dataDir = temporaryFolder(cleanup);
  const child = startChild(cleanup, {
    ...faultlineCommand('serve', '--port', '0'),
    cwd: dataDir,
    env: {
      FAULTLINE_DATA_DIR: dataDir,
      FAULTLINE_LOG_LEVEL: 'debug',
      FAULTLINE_CLICKHOUSE_URL: `http://127.0.0.1:${await freePort()}`,
      FAULTLINE_CLICKHOUSE_PASSWORD: secrets['clickhouse.password'],
    },
  });
  await eventually('it is told', () => /cannot be reached|ECONNREFUSED/.test(JSON.stringify(child.said())));
  child.signal('SIGTERM');
  const { stdout, stderr } = await child.exit;
  expectNoSecret('log', stdout + stderr);
});

test('`check` says that a secret is set and not which', async () => {
  const cwd = temporaryFolder(cleanup);
  writeFileSync(
    join(cwd, 'faultline.yaml'),
    `tokens: [${secrets['tokens[]']}]
access: { view: [${secrets['access.view[].token']}], operate: [{ name: kim, token: ${secrets['access.operate[].token']} }] }
clickhouse: { url: "http://127.0.0.1:1", password: ${secrets['clickhouse.password']} }
webhooks: [{ url: "https://hooks.example/recognisable-view-token-22", secret: ${secrets['webhooks[].secret']} }]
`,
  );
  const { code, stdout, stderr } = await run(cleanup, { ...faultlineCommand('check'), cwd });
  expect([code, stderr]).toEqual([0, 'faultline.yaml is good.\n']);
  expectNoSecret('check', stdout);
  expect(stdout.match(/"\*\*\*"/g)).toHaveLength(5);
});
