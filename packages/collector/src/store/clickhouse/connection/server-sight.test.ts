import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentedGrants } from './documented-sql.fixture.ts';
import { type ForeignServer, freePort, startForeignServer } from './foreign-server.fixture.ts';
import { lookAtServer, type ServerSight, type SightOptions } from './server-sight.ts';

// A real server with the user that docs/operating.md makes, and one that may only read.

const password = 'correct-horse';
let directory: string;
let server: ForeignServer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faultline-sight-'));
  const anywhere = '<networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>';
  const user = (name: string, grants: readonly string[]): string =>
    `<${name}><password>${password}</password>${anywhere}<grants>${grants
      .map((grant) => `<query>${grant}</query>`)
      .join('')}</grants></${name}>`;
  server = await startForeignServer({
    directory,
    config: `<users_config>${directory}/server.xml</users_config>
      <users>
        <default><password/>${anywhere}</default>
        ${user('faultline', documentedGrants('faultline'))}
        ${user('onlooker', ['GRANT SELECT ON faultline.*'])}
      </users>
      <profiles><default/></profiles><quotas><default/></quotas>
      <remote_servers><main><shard><replica><host>127.0.0.1</host><port>9000</port></replica></shard></main></remote_servers>`,
  });
}, 40_000);

afterAll(async () => {
  await server?.kill();
  await rm(directory, { recursive: true, force: true });
});

function look(user: string, options: Partial<SightOptions> = {}, word = password): Promise<ServerSight> {
  return lookAtServer({
    address: { url: server.url, pathname: '/', headers: {}, user, password: word },
    database: 'faultline',
    cluster: undefined,
    replicated: true,
    timeoutMs: 30_000,
    now: Date.now,
    ...options,
  });
}

test('the documented user lacks nothing, and its server tells version and time', async () => {
  const sight = await look('faultline');
  expect(sight).toMatchObject({ kind: 'answers', user: 'faultline', missingGrants: [], cluster: null });
  if (sight.kind !== 'answers') throw new Error('refused');
  expect(sight.version).toMatch(/^26\./);
  expect(sight.clockMs).toBeGreaterThanOrEqual(sight.askedMs - 1_000);
  expect(sight.clockMs).toBeLessThanOrEqual(sight.answeredMs + 1_000);
});

test('what a user that may only read lacks is told right by right', async () => {
  const sight = await look('onlooker');
  expect(sight).toMatchObject({
    missingGrants: [
      'INSERT ON faultline.*',
      'CREATE DATABASE ON faultline.*',
      'CREATE TABLE ON faultline.*',
      'CREATE VIEW ON faultline.*',
      'ALTER TABLE ON faultline.*',
      'TABLE ENGINE ON *',
    ],
  });
});

test('a cluster with replicas takes one right more', async () => {
  const right = 'CLUSTER ON *.*';
  expect(await look('onlooker', { cluster: 'main' })).toMatchObject({
    missingGrants: expect.arrayContaining([right]),
  });
  expect(await look('onlooker', { cluster: 'main', replicated: false })).toMatchObject({
    missingGrants: expect.not.arrayContaining([right]),
  });
});

test('a cluster is looked for by name, by who may see them', async () => {
  const replicated = false;
  expect(await look('default', { cluster: 'main', replicated }, '')).toMatchObject({
    missingGrants: [],
    cluster: { kind: 'seen', name: 'main', nodes: 1 },
  });
  expect(await look('default', { cluster: 'mian', replicated }, '')).toMatchObject({
    cluster: { kind: 'seen', nodes: 0, known: expect.arrayContaining(['main']) },
  });
  expect(await look('faultline', { cluster: 'main', replicated })).toMatchObject({
    cluster: { kind: 'hidden', name: 'main' },
  });
});

test('a wrong password is told by the name of the user, and never itself', async () => {
  const sight = await look('faultline', {}, 'wrong-horse');
  expect(sight).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('refuses user "faultline"'),
  });
  expect(JSON.stringify(sight)).not.toContain('horse');
});

test('a server that is not there is told with its address', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const address = { url, pathname: '/', headers: {}, user: 'faultline', password };
  const sight = await look('faultline', { address });
  expect(sight).toMatchObject({ kind: 'refused', reason: expect.stringContaining(new URL(url).host) });
});
