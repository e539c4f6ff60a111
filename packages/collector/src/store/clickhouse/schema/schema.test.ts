import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ForeignServer, startForeignServer } from '../connection/foreign-server.fixture.ts';
import { defaultRetention } from '../store-options.ts';
import type { Place } from './place.ts';
import { migrations, tables } from './schema.ts';
import { createTable } from './table.ts';

// Replicas need Keeper, which the embedded engine does not run: what would be sent is looked at instead.

const replicated: Place = { database: 'faultline', cluster: { name: 'main', replicated: true } };
let directory: string;
let server: ForeignServer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faultline-schema-'));
  server = await startForeignServer({ directory });
}, 40_000);

afterAll(async () => {
  await server.kill();
  await rm(directory, { recursive: true, force: true });
});

const statementsAt = (place: Place): readonly string[] =>
  migrations(place, defaultRetention).flatMap(({ statements }) => statements);

/** Without the columns. */
const layoutOf = (name: string): readonly string[] =>
  tables
    .filter((table) => table.name === name)
    .flatMap((table) => createTable(replicated, { ...table, columns: '…' }, defaultRetention));

test('ClickHouse reads every statement of a cluster with replicas', async () => {
  for (const statement of statementsAt(replicated))
    expect(await server.ask(`EXPLAIN AST ${statement}`)).not.toBe('');
});

test('with replicas every statement goes to every node, and no table keeps rows in one place alone', () => {
  for (const statement of statementsAt(replicated)) {
    expect(statement).toContain(" ON CLUSTER 'main' ");
    if (statement.startsWith('CREATE TABLE'))
      expect(statement).toMatch(/ENGINE = (Replicated|Distributed\()/);
  }
});

test('with replicas rows lie in a replicated table of each shard, and their name is that of all shards', () => {
  expect(layoutOf('calls_1m')).toMatchInlineSnapshot(`
    [
      "CREATE TABLE IF NOT EXISTS faultline.calls_1m_local ON CLUSTER 'main' (…) ENGINE = ReplicatedAggregatingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}') PARTITION BY toDate(time) ORDER BY (provider, model, time, service, environment, operation, outcome, basis) TTL time + toIntervalDay(45) SETTINGS replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800, ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1",
      "CREATE TABLE IF NOT EXISTS faultline.calls_1m ON CLUSTER 'main' AS faultline.calls_1m_local ENGINE = Distributed('main', 'faultline', 'calls_1m_local', cityHash64(time, provider, model, service))",
    ]
  `);
});

test('what spans told of a day is known as long as there are counts of that day', () => {
  const expiryOf = (name: string) => tables.find((table) => table.name === name)?.expires?.[1];
  expect(expiryOf('reported_targets')).toBe(expiryOf('calls_1d'));
});

test('with replicas every node holds all incidents', () => {
  expect(layoutOf('incidents')).toMatchInlineSnapshot(`
    [
      "CREATE TABLE IF NOT EXISTS faultline.incidents ON CLUSTER 'main' (…) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/all/{database}/{table}', '{shard}-{replica}', version)  ORDER BY (id)  SETTINGS replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800",
    ]
  `);
});

test('on one server no statement speaks of a cluster', () => {
  for (const statement of statementsAt({ database: 'faultline' }))
    expect(statement).not.toMatch(/ON CLUSTER|Distributed|Replicated|_local/);
});
