import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { askClickhouse } from '../support/ask-clickhouse.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startTraffic } from '../support/traffic.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

interface DataSource {
  readonly name: string;
  readonly type: string;
  readonly jsonData: {
    readonly protocol: string;
    readonly host: string;
    readonly port: number;
    readonly secure: boolean;
    readonly username: string;
    readonly defaultDatabase: string;
  };
}

const grafana = (path: string): string =>
  readFileSync(new URL(`../../grafana/${path}`, import.meta.url), 'utf8');

/** What Grafana is given at its start, in the environment that its README has for the embedded engine. */
function documentedDataSource(port: number): DataSource {
  const [, username = ''] =
    /^\| `FAULTLINE_CLICKHOUSE_USERNAME` +\| `(\w+)` \(embedded engine\)/m.exec(grafana('README.md')) ?? [];
  const environment: Readonly<Record<string, string>> = {
    FAULTLINE_CLICKHOUSE_HOST: '127.0.0.1',
    FAULTLINE_CLICKHOUSE_PORT: String(port),
    FAULTLINE_CLICKHOUSE_USERNAME: username,
  };
  const file = grafana('provisioning/datasources/faultline.yml').replaceAll(
    /\$(FAULTLINE_\w+)/g,
    (whole, name: string) => environment[name] ?? whole,
  );
  const { datasources } = parse(file) as { readonly datasources: readonly DataSource[] };
  const found = datasources.find(({ name }) => name === 'Faultline ClickHouse');
  if (!found) throw new Error('Grafana is given no ClickHouse');
  return found;
}

test('the embedded engine is read at --clickhouse-readonly-port with the documented settings, and only read', async () => {
  const keyFile = join(temporaryFolder(cleanup), 'reader-key');
  writeFileSync(keyFile, 'a-key-that-is-long-enough\n');
  // The documented one may be taken on this machine.
  const port = await freePort();
  const { type, jsonData } = documentedDataSource(port);
  expect(type).toBe('grafana-clickhouse-datasource');
  expect(jsonData).toMatchObject({ username: 'faultline_reader', secure: false });
  const collector = await startCollector(cleanup, { FAULTLINE_CLICKHOUSE_READER_KEY_FILE: keyFile }, [
    '--clickhouse-readonly-port',
    String(port),
  ]);
  startTraffic(cleanup, collector.url);
  const { protocol, host, username: user, defaultDatabase } = jsonData;
  const url = `${protocol}://${host}:${jsonData.port}/?database=${defaultDatabase}`;
  const ask = (sql: string, password = 'a-key-that-is-long-enough') =>
    askClickhouse({ url, user, password }, sql);
  await eventually(
    'calls can be counted',
    async () => Number((await ask("SELECT count() FROM calls WHERE provider = 'anthropic'")).text) > 0,
  );
  expect((await ask('SELECT 1', 'a guess')).status).toBe(401);
  expect((await ask('TRUNCATE TABLE calls')).text).toMatch(/ACCESS_DENIED|READONLY/);
});
