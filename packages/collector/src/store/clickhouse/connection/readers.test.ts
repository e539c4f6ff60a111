import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sampleCall } from '../../samples.fixture.ts';
import type { Store } from '../../store.ts';
import { openStore } from '../open-store.ts';
import { documentedGrants, documentedSettings, documentedStatements } from './documented-sql.fixture.ts';
import { type ForeignServer, freePort, startForeignServer } from './foreign-server.fixture.ts';
import { openReaderGate } from './reader-gate.ts';

// Grafana and other readers: of the embedded engine through its gate, of a server as the documented user.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const key = 'a-key-of-enough-length';

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function send(
  url: string,
  sql: string,
  authorization: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    body: sql,
    headers: { authorization, connection: 'close', ...headers },
  });
  return { status: answer.status, text: (await answer.text()).trim() };
}

/** What no reader may do, wherever it reads. */
const forbidden: readonly (readonly [string, string])[] = [
  ['insert', "INSERT INTO faultline.incident_events (incident_id) VALUES ('x')"],
  ['delete', 'ALTER TABLE faultline.calls DELETE WHERE 1'],
  ['drop', 'DROP TABLE faultline.calls'],
  ['create', 'CREATE TABLE faultline.mine (a Int32) ENGINE = Memory'],
  ['create a user', 'CREATE USER mine'],
  ['read a file', "SELECT * FROM file('/etc/hostname', LineAsString)"],
  ['write a file', "INSERT INTO FUNCTION file('mine.txt', LineAsString) SELECT 'x'"],
  ['read a URL', "SELECT * FROM url('http://127.0.0.1:9/', LineAsString)"],
  ['reach another server', "SELECT * FROM remote('127.0.0.1', system.one)"],
  ['read another database', 'SELECT * FROM secrets.rows'],
  ['see what others ask', 'SELECT * FROM system.processes'],
  ['stop the server', 'SYSTEM SHUTDOWN'],
  ['lift its own bounds', 'SELECT 1 SETTINGS readonly = 0'],
  ['ask for more time', 'SELECT 1 SETTINGS max_execution_time = 61'],
  ['ask without an end', 'SELECT 1 SETTINGS max_execution_time = 0'],
  ['ask for more memory', 'SELECT 1 SETTINGS max_memory_usage = 2000000000'],
  ['ask without a bound', 'SELECT 1 SETTINGS max_memory_usage = 0'],
];

describe('a reader of the embedded engine', () => {
  let directory: string;
  let store: Store;
  let url: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'faultline-reader-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    store = await openStore({
      dataDir: directory,
      reader: { host: '127.0.0.1', port, key },
      logger: quiet,
      now: Date.now,
      limits: { segmentAgeMsMax: 20 },
    });
    await vi.waitUntil(() => store.health().engine === 'up', 30_000);
    await store.append({ calls: [sampleCall({ endMs: Date.now() })], attempts: [] });
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
    await asOwner('CREATE DATABASE secrets');
    await asOwner('CREATE TABLE secrets.rows ENGINE = MergeTree ORDER BY a AS SELECT 1 AS a');
  }, 60_000);

  afterAll(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** By the engine's own key. */
  async function asOwner(sql: string, path = '/sql', headers: Record<string, string> = {}): Promise<Answer> {
    const port = (await readFile(join(directory, 'clickhouse', 'engine.port'), 'utf8')).trim();
    const config = await readFile(join(directory, 'clickhouse', 'engine.xml'), 'utf8');
    const ownerKey = /<X-Faultline-Engine>(.*)<\/X-Faultline-Engine>/.exec(config)?.[1] ?? '';
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: sql,
      headers: { 'X-Faultline-Engine': ownerKey, connection: 'close', ...headers },
    });
    return { status: answer.status, text: (await answer.text()).trim() };
  }

  const reader = basic('faultline_reader', key);

  test('selects, with any client that knows a user and a password', async () => {
    const client = createClient({
      url,
      username: 'faultline_reader',
      password: key,
      compression: { response: true },
    });
    const result = await client.query({
      query: 'SELECT provider, count() AS calls FROM faultline.calls GROUP BY provider',
      format: 'JSONEachRow',
      clickhouse_settings: { max_execution_time: 40 },
      query_params: { unused: "it's" },
    });
    expect(await result.json()).toEqual([{ provider: 'anthropic', calls: 1 }]);
    expect(await client.ping({ select: true })).toEqual({ success: true });
    await client.close();
  });

  test('sees the tables that there are to read', async () => {
    const tables = "SELECT count() FROM system.tables WHERE database = 'faultline' AND name = 'calls_1m'";
    expect(await send(url, tables, reader)).toEqual({ status: 200, text: '1' });
    const get = await fetch(`${url}/?query=SELECT%20currentUser()`, { headers: { authorization: reader } });
    expect((await get.text()).trim()).toBe('faultline_reader');
  });

  test.each(forbidden)('cannot %s', async (_, sql) => {
    const { status, text } = await send(url, sql, reader);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).toMatch(/ACCESS_DENIED|SETTING_CONSTRAINT_VIOLATION|READONLY/);
  });

  test.each([
    ['a parameter', '/?user=default', {}],
    ['a parameter and a password', '/?user=default&password=', {}],
    ['another spelling', '/?%75ser=default&p%61ssword=', {}],
    ['a header', '/', { 'X-ClickHouse-User': 'default' }],
    [
      'a certificate header',
      '/',
      { 'X-ClickHouse-User': 'default', 'X-ClickHouse-SSL-Certificate-Auth': 'on' },
    ],
    ["the owner's path", '/sql?user=default', {}],
  ])('is the same user whatever it names itself by %s', async (_, path, headers) => {
    const answer = await send(url + path, 'SELECT currentUser()', reader, headers);
    expect(answer).toEqual({ status: 200, text: 'faultline_reader' });
  });

  test("is that user at the engine's own gate, too", async () => {
    expect((await asOwner('SELECT currentUser()', '/reader?user=default')).text).toBe('faultline_reader');
    const named = await asOwner('SELECT currentUser()', '/reader', { 'X-ClickHouse-User': 'default' });
    expect(named.status).toBe(403);
  });

  test('needs the key', async () => {
    for (const authorization of [
      '',
      basic('faultline_reader', 'guess'),
      basic('default', ''),
      basic('default', key),
    ])
      expect((await send(url, 'SELECT 1', authorization)).status).toBe(401);
  });

  test('that goes away takes its query with it', { timeout: 30_000 }, async () => {
    const running = async (): Promise<string> =>
      (
        await asOwner(
          "SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow%' AND user != 'default'",
        )
      ).text;
    const leaving = new AbortController();
    const answer = fetch(url, {
      method: 'POST',
      body: 'SELECT sleepEachRow(1) FROM numbers(50) SETTINGS max_block_size = 1, max_execution_time = 60',
      headers: { authorization: reader },
      signal: leaving.signal,
    }).catch(() => 'gone');
    await vi.waitUntil(async () => (await running()) === '1', 10_000);
    leaving.abort();
    await vi.waitUntil(async () => (await running()) === '0', 20_000);
    await answer;
  });

  test('finds the engine under the same address after a restart', { timeout: 60_000 }, async () => {
    const status = await readFile(join(directory, 'clickhouse', 'data', 'status'), 'utf8');
    process.kill(Number(/PID: (\d+)/.exec(status)?.[1]), 'SIGKILL');
    await vi.waitUntil(() => store.stats().engineRestarts === 1, 20_000);
    await vi.waitUntil(async () => (await send(url, 'SELECT 1', reader)).status === 200, 30_000);
    expect((await send(url, 'SELECT count() FROM faultline.calls', reader)).text).toBe('1');
  });

  test('is told at once if its port is taken', async () => {
    const port = Number(new URL(url).port);
    const dataDir = join(directory, 'second');
    const second = openStore({
      dataDir,
      reader: { host: '127.0.0.1', port, key },
      logger: quiet,
      now: Date.now,
    });
    await expect(second).rejects.toThrow(/EADDRINUSE.*clickhouse\.reader/);
  });
});

test('a reader is asked to come again while the engine starts', async () => {
  const gate = await openReaderGate({ host: '127.0.0.1', port: 0, key });
  const url = `http://127.0.0.1:${gate.port}`;
  const answer = await fetch(url, { headers: { authorization: basic('faultline_reader', key) } });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  await gate.close();
});

describe('the documented user for Grafana on a server', () => {
  const user = 'faultline_grafana';
  let directory: string;
  let server: ForeignServer;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'faultline-grafana-'));
    const settings = documentedSettings(user);
    const bounds = settings.flatMap(({ name, min, max }) =>
      max === undefined ? [] : [`<${name}><min>${min}</min><max>${max}</max></${name}>`],
    );
    const values = settings.map(({ name, value }) => `<${name}>${value}</${name}>`);
    const anywhere = '<networks><ip>::/0</ip></networks><quota>default</quota>';
    server = await startForeignServer({
      directory,
      config: `<users_config>${directory}/server.xml</users_config>
        <users>
          <default><password/>${anywhere}<profile>default</profile></default>
          <${user}>
            <password>${key}</password>${anywhere}<profile>grafana</profile>
            <grants>${documentedGrants(user).map((grant) => `<query>${grant}</query>`)}</grants>
          </${user}>
        </users>
        <profiles>
          <default/>
          <grafana>${values.join('')}<constraints>${bounds.join('')}</constraints></grafana>
        </profiles>
        <quotas><default/></quotas>`,
    });
    await server.ask('CREATE DATABASE secrets');
    await server.ask('CREATE TABLE secrets.rows ENGINE = MergeTree ORDER BY a AS SELECT 1 AS a');
    const opened = await openStore({
      dataDir: join(directory, 'collector'),
      url: server.url,
      logger: quiet,
      now: Date.now,
    });
    await vi.waitUntil(() => opened.health().engine === 'up', 30_000);
    await opened.close();
  }, 60_000);

  afterAll(async () => {
    await server.kill();
    await rm(directory, { recursive: true, force: true });
  });

  test('selects', async () => {
    const sql = 'SELECT count() FROM faultline.calls_complete SETTINGS max_execution_time = 40';
    expect(await send(server.url, sql, basic(user, key))).toEqual({ status: 200, text: '0' });
  });

  test.each(forbidden)('cannot %s', async (_, sql) => {
    const { status, text } = await send(server.url, sql, basic(user, key));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).toMatch(/ACCESS_DENIED|SETTING_CONSTRAINT_VIOLATION|READONLY/);
  });

  // The embedded engine keeps users in XML only; it reads the statements all the same.
  test.each(documentedStatements)(
    'is made by a statement that ClickHouse understands: %s',
    async (statement) => {
      expect(await server.ask(`EXPLAIN AST ${statement}`)).not.toBe('');
    },
  );
});
