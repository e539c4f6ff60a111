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
  readonly type: string;
  readonly jsonData: {
    readonly protocol: string;
    readonly host: string;
    readonly port: number;
    readonly username: string;
    readonly defaultDatabase: string;
  };
}

/** As docs/operating.md tells people to set Grafana up. */
function documentedDataSource(): DataSource {
  const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```yml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const block = blocks.find((text) => text.includes('username: faultline_reader')) ?? '';
  return (parse(block) as { datasources: [DataSource] }).datasources[0];
}

test('the embedded engine is read at --clickhouse-readonly-port with the documented settings, and only read', async () => {
  const { type, jsonData } = documentedDataSource();
  expect(type).toBe('grafana-clickhouse-datasource');
  const keyFile = join(temporaryFolder(cleanup), 'reader-key');
  writeFileSync(keyFile, 'a-key-that-is-long-enough\n');
  // The documented one may be taken on this machine.
  const port = await freePort();
  const collector = await startCollector(cleanup, { FAULTLINE_CLICKHOUSE_READER_KEY_FILE: keyFile }, [
    '--clickhouse-readonly-port',
    String(port),
  ]);
  startTraffic(cleanup, collector.url);
  const { protocol, host, username: user, defaultDatabase } = jsonData;
  const url = `${protocol}://${host}:${port}/?database=${defaultDatabase}`;
  const ask = (sql: string, password = 'a-key-that-is-long-enough') =>
    askClickhouse({ url, user, password }, sql);
  await eventually(
    'calls can be counted',
    async () => Number((await ask("SELECT count() FROM calls WHERE provider = 'anthropic'")).text) > 0,
  );
  expect((await ask('SELECT 1', 'a guess')).status).toBe(401);
  expect((await ask('TRUNCATE TABLE calls')).text).toMatch(/ACCESS_DENIED|READONLY/);
});
