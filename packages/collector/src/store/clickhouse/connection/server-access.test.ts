import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { sampleAttempt, sampleCall } from '../../samples.fixture.ts';
import type { Store } from '../../store.ts';
import { openStore } from '../open-store.ts';
import type { StoreOptions } from '../store-options.ts';
import {
  authority,
  clientCertificate,
  clientKey,
  serverCertificate,
  serverKey,
} from './certificates.fixture.ts';
import { documentedGrants } from './documented-sql.fixture.ts';
import { type ForeignServer, startForeignServer } from './foreign-server.fixture.ts';

// A server with users, and TLS before it as a server's own would be.

const password = 'correct-horse';
let directory: string;
let server: ForeignServer;
let stores: Store[] = [];
let proxies: Server[] = [];
let logged = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faultline-access-'));
  const anywhere = '<networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>';
  const grants = documentedGrants('faultline')
    .map((grant) => `<query>${grant}</query>`)
    .join('');
  server = await startForeignServer({
    directory,
    config: `<users_config>${directory}/server.xml</users_config>
      <users>
        <default><password/>${anywhere}</default>
        <faultline><password>${password}</password>${anywhere}<grants>${grants}</grants></faultline>
      </users>
      <profiles><default/></profiles><quotas><default/></quotas>`,
  });
  const files = { 'authority.pem': authority, 'client.pem': clientCertificate, 'client.key': clientKey };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
}, 40_000);

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  for (const proxy of proxies) {
    proxy.closeAllConnections();
    proxy.close();
  }
  stores = [];
  proxies = [];
});

afterAll(async () => {
  await server.kill();
  await rm(directory, { recursive: true, force: true });
});

async function open(options: Partial<StoreOptions>): Promise<Store> {
  const log = (details: object, message: string): void => {
    const { err } = details as { readonly err?: Error };
    logged += `${message} ${JSON.stringify(details)} ${err?.stack ?? ''}\n`;
  };
  logged = '';
  const store = await openStore({
    dataDir: await mkdtemp(join(directory, 'collector-')),
    user: 'faultline',
    logger: { info: log, warn: log, error: log },
    now: Date.now,
    limits: { segmentAgeMsMax: 20 },
    ...options,
  });
  stores.push(store);
  return store;
}

const isUp = (store: Store): Promise<true> =>
  vi.waitUntil(() => store.health().engine === 'up', { timeout: 30_000, interval: 20 });
const isDown = (store: Store): Promise<true> =>
  vi.waitUntil(() => store.health().engine === 'down', { timeout: 30_000, interval: 20 });

/** Ends TLS before the server. With `clients` it logs in whom a certificate names, as ClickHouse does. */
async function startTls(clients: boolean): Promise<string> {
  const proxy = createServer(
    {
      cert: serverCertificate,
      key: serverKey,
      ca: authority,
      requestCert: clients,
      rejectUnauthorized: clients,
    },
    (incoming, answer) => {
      const { host: _, 'x-clickhouse-ssl-certificate-auth': byCertificate, ...headers } = incoming.headers;
      const name = (incoming.socket as TLSSocket).getPeerCertificate().subject?.CN;
      const isLogin = clients && byCertificate === 'on' && name === headers['x-clickhouse-user'];
      const forwarded = request(
        `${server.url}${incoming.url}`,
        {
          method: incoming.method,
          headers: { ...headers, ...(isLogin ? { 'x-clickhouse-key': password } : {}) },
        },
        (result) => {
          answer.writeHead(result.statusCode ?? 502, result.headers);
          result.pipe(answer);
        },
      );
      forwarded.on('error', () => answer.destroy());
      incoming.pipe(forwarded);
    },
  );
  proxies.push(proxy);
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  return `https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

const tls = (): { readonly caFile: string } => ({ caFile: join(directory, 'authority.pem') });

/** Takes rows and answers about them. */
async function works(store: Store): Promise<void> {
  await isUp(store);
  const endMs = Date.now();
  await store.append({ calls: [sampleCall({ endMs })], attempts: [sampleAttempt({ endMs })] });
  await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
  const frames = await store.frames({ sinceMs: endMs - 60_000, untilMs: endMs + 60_000 }, 2_000);
  expect(frames.some(({ series }) => series.length > 0)).toBe(true);
}

test('the grants of the documentation are all a collector needs, from the first start to a new retention', async () => {
  await works(await open({ url: server.url, password }));
  await works(await open({ url: server.url, password, retention: { rawDays: 9 } }));

  const answer = await fetch(`${server.url}/?user=faultline&password=${password}`, {
    method: 'POST',
    body: 'CREATE DATABASE other',
  });
  expect(await answer.text()).toContain('ACCESS_DENIED');
});

test('a wrong password is told by the user it is for, and written nowhere', async () => {
  const store = await open({ url: server.url, password: 'hunter2' });
  await isDown(store);

  expect(store.health().detail).toContain('refuses user "faultline": no such user, or another password');
  expect(store.health().detail).not.toContain('hunter2');
  expect(logged).toContain('refuses user \\"faultline\\"');
  expect(logged).not.toContain('hunter2');
});

test('a right that is missing is told by its name', async () => {
  const store = await open({ url: server.url, password, database: 'somewhere_else' });
  await vi.waitUntil(() => store.health().detail.includes('cannot be prepared'), 20_000);
  expect(store.health().detail).toMatch(/CREATE DATABASE ON somewhere_else/);
});

test('a server with a certificate of its own authority is used over TLS', async () => {
  await works(await open({ url: await startTls(false), password, tls: tls() }));
});

test('a certificate of an unknown authority is refused, with the setting that helps', async () => {
  const store = await open({ url: await startTls(false), password });
  await isDown(store);
  expect(store.health().detail).toMatch(/no known authority .*clickhouse\.caFile/);
});

test('a certificate can take the place of the password', async () => {
  const url = await startTls(true);
  const certified = { certFile: join(directory, 'client.pem'), keyFile: join(directory, 'client.key') };
  await works(await open({ url, tls: { ...tls(), ...certified } }));

  const unknown = await open({ url, user: 'somebody', tls: { ...tls(), ...certified } });
  await isDown(unknown);
  expect(unknown.health().detail).toContain('does not know the certificate (clickhouse.certFile)');
});

test('a file that cannot be read is an error at once', async () => {
  const caFile = join(directory, 'nowhere.pem');
  await expect(open({ url: 'https://127.0.0.1:9', tls: { caFile } })).rejects.toThrow(caFile);
});
