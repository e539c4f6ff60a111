import type { ClickHouseClient } from '@clickhouse/client';
import type { Retention } from '../../../model/retention.ts';
import type { Logger } from '../../logger.ts';
import { localName, localTable, onCluster, type Place } from './place.ts';
import { type Migration, tables } from './schema.ts';
import { createLeases, withLease } from './schema-lease.ts';
import { createTable, expiry, type Table } from './table.ts';

export interface MigrateOptions {
  readonly place: Place;
  /** Oldest first. */
  readonly migrations: readonly Migration[];
  readonly retention: Retention;
  readonly logger: Logger;
  readonly leaseMs?: number | undefined;
}

/** The database was made by something that only looks like this schema; using it would lose or mix up rows. */
export class ForeignSchemaError extends Error {
  constructor(database: string, { version, name }: Migration, found: string) {
    super(
      `Schema version ${version} of the database "${database}" is "${found}", and this collector's is "${name}": it ` +
        'was made by an unreleased collector or by another program. Name another database ' +
        '(FAULTLINE_CLICKHOUSE_DATABASE), or drop this one if its rows are not needed.',
    );
    this.name = 'ForeignSchemaError';
  }
}

const history: Table = {
  name: 'schema_migrations',
  columns: "version UInt32, name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)",
  engine: 'ReplacingMergeTree',
  version: 'applied_at',
  order: 'version',
  shardBy: 'version',
  isEverywhere: true,
};

/**
 * Brings the database to the newest schema. Safe to run again, after a crash half way through, and from several
 * collectors at once.
 */
export async function migrate(client: ClickHouseClient, options: MigrateOptions): Promise<void> {
  const { database } = options.place;
  // Without replicas each node has a history of its own, because each is migrated by itself.
  const place = options.place.cluster?.replicated ? options.place : { database };
  await run(client, [
    `CREATE DATABASE IF NOT EXISTS ${database}${onCluster(place)}`,
    ...createTable(place, history, options.retention),
    ...createLeases(place, options.retention),
  ]);
  const applied = await readHistory(client, database);
  warnOfNewer(applied, options);
  if (missing(applied, options).length > 0) {
    await withLease(client, { place, leaseMs: options.leaseMs }, () => applyMissing(client, options));
  }
  await applyRetention(client, options);
}

type Applied = Pick<Migration, 'version' | 'name'>;

async function readHistory(client: ClickHouseClient, database: string): Promise<readonly Applied[]> {
  return rows<Applied>(client, `SELECT version, name FROM ${database}.${history.name} FINAL`);
}

function missing(applied: readonly Applied[], { migrations, place }: MigrateOptions): readonly Migration[] {
  return migrations.filter((migration) => {
    const found = applied.find(({ version }) => version === migration.version);
    if (found && found.name !== migration.name)
      throw new ForeignSchemaError(place.database, migration, found.name);
    return !found;
  });
}

/** No error: migrations only add, so what this collector knows is still there. It can be rolled back to. */
function warnOfNewer(applied: readonly Applied[], { migrations, logger }: MigrateOptions): void {
  const newest = Math.max(0, ...applied.map(({ version }) => version));
  const known = migrations.at(-1)?.version ?? 0;
  if (newest > known) logger.warn({ newest, known }, 'the database is of a newer collector');
}

async function applyMissing(client: ClickHouseClient, options: MigrateOptions): Promise<void> {
  const { database } = options.place;
  // Read again: another collector may have been at it while we waited.
  for (const { version, name, statements } of missing(await readHistory(client, database), options)) {
    await run(client, statements);
    await client.insert({
      table: `${database}.${history.name}`,
      values: [{ version, name }],
      format: 'JSONEachRow',
      clickhouse_settings: { async_insert: 0 },
    });
    options.logger.info({ version, name }, 'the database schema was migrated');
  }
}

/** The retention is configuration and may change with every start; the schema carries the one it was created with. */
async function applyRetention(client: ClickHouseClient, { place, retention }: MigrateOptions): Promise<void> {
  const existing = await rows<{ name: string; engine_full: string }>(
    client,
    `SELECT name, engine_full FROM system.tables WHERE database = '${place.database}'`,
  );
  for (const table of tables) {
    const engine = existing.find(({ name }) => name === localName(place, table.name))?.engine_full;
    if (engine === undefined || !table.expires) continue;
    const wanted = `TTL ${expiry(table.expires, retention)}`;
    if (engine.includes(`${wanted} `)) continue;
    await client.command({
      query: `ALTER TABLE ${localTable(place, table.name)}${onCluster(place)} MODIFY ${wanted}`,
      clickhouse_settings: statementSettings,
    });
  }
}

/** Shorter than our own requests last: the server can say which node is missing, a request that is cut off cannot. */
const statementSettings = { distributed_ddl_task_timeout: '45' };

async function run(client: ClickHouseClient, statements: readonly string[]): Promise<void> {
  for (const query of statements) await client.command({ query, clickhouse_settings: statementSettings });
}

async function rows<T>(client: ClickHouseClient, query: string): Promise<readonly T[]> {
  const result = await client.query({ query, format: 'JSONEachRow' });
  return result.json<T>();
}
