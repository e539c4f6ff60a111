import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dayMs } from '../../grid.ts';
import { sampleCall } from '../../samples.fixture.ts';
import { contentOf } from '../../spool.fixture.ts';
import { type ForeignServer, startForeignServer } from '../connection/foreign-server.fixture.ts';
import { clientFor } from '../connection/link.ts';
import { insertSegment } from '../insert.ts';
import { encodeRows, segmentHeader } from '../row.ts';
import { defaultRetention } from '../store-options.ts';
import { ForeignSchemaError, type MigrateOptions, migrate } from './migrate.ts';
import { type Migration, migrations } from './schema.ts';
import { withLease } from './schema-lease.ts';

// One server; each test has a database of its own.

let directory: string;
let server: ForeignServer;
let clients: ClickHouseClient[];
let databasesMade = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faultline-migrate-'));
  server = await startForeignServer({ directory });
  clients = [1, 2].map(() => clientFor({ url: server.url, pathname: '/', headers: {} }));
}, 40_000);

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await server.kill();
  await rm(directory, { recursive: true, force: true });
});

interface Collector {
  readonly database: string;
  /** What it told: versions it applied, and warnings. */
  readonly told: unknown[];
  migrate(change?: Partial<MigrateOptions>): Promise<void>;
}

/** A collector that starts on a new database, or on the one of another. */
function collector(database?: string, client = clients[0] as ClickHouseClient): Collector {
  databasesMade += 1;
  const own = database ?? `migrated_${databasesMade}`;
  const place = { database: own };
  const told: unknown[] = [];
  const tell = (details: object): void => void told.push(details);
  const options: MigrateOptions = {
    place,
    migrations: migrations(place, defaultRetention),
    retention: defaultRetention,
    logger: { info: tell, warn: tell, error: tell },
  };
  return { database: own, told, migrate: (change = {}) => migrate(client, { ...options, ...change }) };
}

const published = migrations({ database: 'any' }, defaultRetention).map(({ version }) => version);
/** Of {@link withNext}. */
const next = Math.max(...published) + 1;
const versions = [...published, next];

/** The published schema and one that is still to come. */
function withNext(database: string): readonly Migration[] {
  const known = migrations({ database }, defaultRetention);
  const migration = {
    version: next,
    name: 'a price for each call',
    statements: [
      `ALTER TABLE ${database}.calls ADD COLUMN IF NOT EXISTS price Float64 DEFAULT output_tokens * 2`,
      `CREATE TABLE IF NOT EXISTS ${database}.prices (model String, price Float64) ENGINE = MergeTree ORDER BY model`,
    ],
  };
  return [...known, migration];
}

async function insertCalls(database: string, count: number, endMs = Date.now()): Promise<void> {
  const calls = Array.from({ length: count }, () => sampleCall({ endMs, outputTokens: 20 }));
  const content = contentOf(segmentHeader, encodeRows({ calls, attempts: [] }));
  const client = clients[0] as ClickHouseClient;
  const result = await insertSegment(
    { client, database, insertMsMax: 20_000 },
    content,
    `${endMs}`,
    new AbortController().signal,
  );
  expect(result).toEqual({ kind: 'inserted' });
}

test('a newer collector brings a database with rows in it to its schema', async () => {
  const { database, migrate } = collector();
  await migrate();
  await insertCalls(database, 30);
  const upgraded = collector(database);
  await upgraded.migrate({ migrations: withNext(database) });
  // The older one may still run, and insert.
  await insertCalls(database, 10, Date.now() + 1);

  expect(upgraded.told).toEqual([{ version: next, name: 'a price for each call' }]);
  expect(await server.ask(`SELECT count(), sum(price) FROM ${database}.calls`)).toBe('40\t1600');
  expect(await server.ask(`SELECT sum(calls) FROM ${database}.calls_1d`)).toBe('40');
  expect(await server.ask(`SELECT version FROM ${database}.schema_migrations ORDER BY version`)).toBe(
    versions.join('\n'),
  );
});

test('a migration that a crash cut off is finished by the next start', async () => {
  const { database, migrate } = collector();
  await migrate();
  await insertCalls(database, 30);
  const all = withNext(database);
  await server.ask(all.at(-1)?.statements[0] ?? '');

  const resumed = collector(database);
  await resumed.migrate({ migrations: all });

  expect(resumed.told).toEqual([{ version: next, name: 'a price for each call' }]);
  expect(await server.ask(`SELECT count() FROM ${database}.prices`)).toBe('0');
  expect(await server.ask(`SELECT sum(price) FROM ${database}.calls`)).toBe('1200');
});

test('all statements can run again over rows without changing them', async () => {
  const { database, migrate, told } = collector();
  await migrate();
  await insertCalls(database, 30);
  await server.ask(`TRUNCATE TABLE ${database}.schema_migrations`);
  await migrate();

  expect(told).toHaveLength(2 * published.length);
  await insertCalls(database, 10, Date.now() + 1);
  expect(await server.ask(`SELECT count() FROM ${database}.calls`)).toBe('40');
  expect(await server.ask(`SELECT sum(calls) FROM ${database}.calls_1h`)).toBe('40');
});

test('collectors that start at once on one server apply each migration once', {
  timeout: 60_000,
}, async () => {
  const first = collector();
  const others = [1, 2, 3].map((index) => collector(first.database, clients[index % 2]));
  await Promise.all([first, ...others].map((each) => each.migrate({ migrations: withNext(first.database) })));

  const told = [first, ...others].flatMap((each) => each.told);
  expect(told.map((details) => (details as Migration).version)).toEqual(versions);
});

test('a collector waits while another one migrates, and no longer than its lease', {
  timeout: 60_000,
}, async () => {
  const { database, migrate } = collector();
  await migrate();
  const hold = (interval: string): Promise<string> =>
    server.ask(
      `INSERT INTO ${database}.schema_leases SELECT 'other', now64(3) + INTERVAL ${interval}, now64(6)`,
    );
  await hold('1 HOUR');
  const waiting = collector(database);
  const done = waiting.migrate({ migrations: withNext(database) });
  await sleep(1_000);
  expect(waiting.told).toEqual([]);

  await hold('100 MILLISECOND');
  await done;
  expect(waiting.told).toEqual([{ version: next, name: 'a price for each call' }]);
});

test('a lease is prolonged for as long as a migration takes', { timeout: 60_000 }, async () => {
  const { database, migrate } = collector();
  await migrate();
  const expiry = (): Promise<string> => server.ask(`SELECT max(expires_at) FROM ${database}.schema_leases`);
  await withLease(clients[0] as ClickHouseClient, { place: { database }, leaseMs: 600 }, async () => {
    const first = await expiry();
    await vi.waitUntil(async () => (await expiry()) > first, { timeout: 20_000, interval: 50 });
  });
});

test('a schema of the same number and another name is refused, with what to do', async () => {
  const { database, migrate } = collector();
  await migrate();
  await server.ask(
    `INSERT INTO ${database}.schema_migrations (version, name) VALUES (1, 'something unreleased')`,
  );
  const refused = await collector(database)
    .migrate()
    .catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(ForeignSchemaError);
  expect(String(refused)).toContain(`"${database}" is "something unreleased"`);
  expect(String(refused)).toContain('FAULTLINE_CLICKHOUSE_DATABASE');
});

test('a collector that was rolled back uses the newer database and says so', async () => {
  const { database, migrate } = collector();
  await migrate({ migrations: withNext(database) });
  const older = collector(database);
  await older.migrate();

  expect(older.told).toEqual([{ newest: next, known: next - 1 }]);
  await insertCalls(database, 10);
  expect(await server.ask(`SELECT count() FROM ${database}.calls`)).toBe('10');
});

test('another retention holds for rows that are there already', { timeout: 60_000 }, async () => {
  const { database, migrate } = collector();
  await migrate();
  const endMs = Date.now() - dayMs;
  await insertCalls(database, 10, endMs);
  const expiresInDays = async (): Promise<number> => {
    const parts = `FROM system.parts WHERE database = '${database}' AND table = 'calls' AND active`;
    const seconds = await server.ask(`SELECT toUnixTimestamp(max(delete_ttl_info_max)) ${parts}`);
    return Math.round((Number(seconds) * 1_000 - endMs) / dayMs);
  };
  expect(await expiresInDays()).toBe(7);

  for (const rawDays of [30, 3]) {
    const retention = { ...defaultRetention, rawDays };
    await migrate({ retention });
    await vi.waitUntil(async () => (await expiresInDays()) === rawDays, { timeout: 20_000, interval: 50 });
    const ddl = await server.ask(`SHOW CREATE TABLE ${database}.calls`);
    expect(ddl).toContain(`TTL toDateTime(end_time) + toIntervalDay(${rawDays})`);
  }
  expect(await server.ask(`SELECT count() FROM ${database}.calls`)).toBe('10');
});

test('a retention that is in force already is not applied again', async () => {
  const { database, migrate } = collector();
  const retention = { ...defaultRetention, rawDays: 3 };
  await migrate();
  await migrate({ retention });
  const changed = (): Promise<string> =>
    server.ask(
      `SELECT name, metadata_modification_time FROM system.tables WHERE database = '${database}' FORMAT TSV`,
    );
  const before = await changed();
  await sleep(1_100);
  await migrate({ retention });
  expect(await changed()).toBe(before);
});
