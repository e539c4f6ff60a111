import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askClickhouse } from '../support/ask-clickhouse.ts';
import { type Child, run, startChild } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { startClickhouseServer } from '../support/clickhouse-server.ts';
import { faultlineCommand } from '../support/collector.ts';
import { readComposeFile } from '../support/compose-file.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startPrometheus } from '../support/prometheus.ts';

// The services of docker-compose.yml without Docker: the same secrets, variables and files, as processes on free ports. Where
// the file has the name of a service, a test has its address.

const root = fileURLToPath(new URL('../..', import.meta.url));
const { services } = readComposeFile(join(root, 'docker-compose.yml'));
const cleanup = createCleanup();
let secrets: string;
let clickhouse: string;
let collector: string;
let child: Child;

const secret = (path: string): string => readFileSync(join(secrets, path), 'utf8').trim();
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** As on the machine of the test: files where the volumes are, addresses in place of names. */
function here(text: string): string {
  return text
    .replaceAll('/run/faultline', secrets)
    .replaceAll('http://clickhouse:8123', clickhouse)
    .replaceAll('http://collector:4318', collector)
    .replaceAll('collector:4318', new URL(collector).host)
    .replace(/^\$\{\w+:-(.*)\}$/, '$1');
}

function environmentOf(name: string): Record<string, string> {
  const given = Object.entries(services[name]?.environment ?? {});
  return Object.fromEntries(given.map(([variable, value]) => [variable, here(value)]));
}

/** As the image of ClickHouse has its users: those of its own, and what lies in users.d beside them. */
function usersFile(): string {
  const folder = temporaryFolder(cleanup);
  mkdirSync(join(folder, 'users.d'));
  cpSync(join(secrets, 'clickhouse'), join(folder, 'users.d'), { recursive: true });
  const path = join(folder, 'users.xml');
  writeFileSync(
    path,
    `<clickhouse>
      <profiles><default/></profiles>
      <users><default>
        <password/><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
      </default></users>
      <quotas><default/></quotas>
    </clickhouse>`,
  );
  return path;
}

beforeAll(async () => {
  secrets = temporaryFolder(cleanup);
  const made = await run(cleanup, {
    command: process.execPath,
    args: [join(root, 'deploy/make-secrets.mjs'), secrets],
  });
  expect(made.code).toBe(0);
  clickhouse = await startClickhouseServer(cleanup, `<users_config>${usersFile()}</users_config>`);
  const port = await freePort();
  collector = `http://127.0.0.1:${port}`;
  const dataDir = temporaryFolder(cleanup);
  child = startChild(cleanup, {
    ...faultlineCommand('serve', '--port', String(port)),
    env: {
      ...environmentOf('collector'),
      FAULTLINE_DATA_DIR: dataDir,
      FAULTLINE_ALERTMANAGER_URLS: `http://127.0.0.1:${await freePort()}`,
    },
    cwd: dataDir,
  });
  await child.whileAlive(
    eventually('the collector has made its tables as the user that it was given', async () => {
      const body = (await (await fetch(`${collector}/readyz`)).json()) as { engine: string };
      return body.engine === 'up';
    }),
  );
});
afterAll(cleanup.run);

test('each token opens what it is for', async () => {
  const status = async (place: string, token?: string): Promise<number> =>
    (await fetch(collector + place, { headers: token === undefined ? {} : bearer(token) })).status;
  const operate = secret('collector/operate-token');
  expect(await status('/api/v1/wall')).toBe(401);
  expect(await status('/metrics', secret('prometheus/view-token'))).toBe(200);
  expect(await status('/api/v1/audit', secret('prometheus/view-token'))).toBe(403);
  expect(await status('/api/v1/wall', secret('demo/view-token'))).toBe(200);
  expect(await status('/api/v1/audit', operate)).toBe(200);
  expect(await status('/api/v1/wall', secret('demo/sender-token'))).toBe(401);
});

test('Grafana reads ClickHouse as the user of its data source, and changes nothing', async () => {
  const user = environmentOf('grafana').FAULTLINE_CLICKHOUSE_USERNAME ?? '';
  const password = secret('grafana/clickhouse-password');
  const login = { url: clickhouse, user, password };
  const longer = 'SELECT count() >= 0 FROM faultline.calls SETTINGS max_execution_time = 40';
  expect(await askClickhouse(login, longer)).toEqual({ status: 200, text: '1' });
  expect((await askClickhouse(login, 'DROP TABLE faultline.calls')).text).toMatch(/ACCESS_DENIED|READONLY/);
  const guess = await askClickhouse({ ...login, password: 'guess' }, 'SELECT 1');
  expect(guess.status).toBeGreaterThanOrEqual(400);
});

test('the demo sends with its token and reads with the other', async () => {
  const command = (services.demo?.command ?? []).map(here);
  const shortened = command.map((word, at) => (command[at - 1] === '--until' ? '22m6s' : word));
  const demo = await run(cleanup, {
    ...faultlineCommand(...shortened, '--json'),
    env: environmentOf('demo'),
  });
  expect(demo.stderr).not.toMatch(/asks for tokens/);
  expect(demo.code).toBe(0);
  const report = JSON.parse(demo.stdout.trim().split('\n').at(-1) ?? '') as { calls: number };
  expect(report.calls).toBeGreaterThan(0);
});

test('Prometheus scrapes the collector with its token, by the configuration that is mounted', async () => {
  const mounted = readdirSync(join(root, 'prometheus')).map((name) => [
    `rules/${name}`,
    readFileSync(join(root, 'prometheus', name), 'utf8'),
  ]);
  const config = here(readFileSync(join(root, 'deploy/prometheus.yml'), 'utf8')).replaceAll('15s', '1s');
  const flags = (services.prometheus?.command ?? []).filter((flag) => flag.startsWith('--enable-feature'));
  const prometheus = await startPrometheus(cleanup, config, Object.fromEntries(mounted), flags);
  await eventually('it is scraped', async () =>
    (await prometheus.instant('up')).some(({ values }) => values.includes(1)),
  );
  const rules = await fetch(`${prometheus.url}/api/v1/rules`);
  expect(await rules.text()).toContain('FaultlineEvaluationStale');
});
