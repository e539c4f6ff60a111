import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from '../logger.ts';
import { expiries, migrations, type Retention } from './schema.ts';

export interface MigrateOptions {
  readonly database: string;
  readonly retention: Retention;
  readonly logger: Logger;
}

/** Brings the database to the newest schema; safe to run again and from several collectors at once. */
export async function migrate(client: ClickHouseClient, options: MigrateOptions): Promise<void> {
  const { database, logger } = options;
  const table = `${database}.schema_migrations`;
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` });
  await client.command({
    query: `CREATE TABLE IF NOT EXISTS ${table}
      (version UInt32, name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
      ENGINE = ReplacingMergeTree ORDER BY version`,
  });
  const done = await rows<{ version: number }>(client, `SELECT version FROM ${table} FINAL`);
  const all = migrations(database, options.retention);
  const newest = Math.max(0, ...done.map(({ version }) => version));
  if (newest > all.length) logger.warn({ newest, known: all.length }, 'the database is of a newer collector');
  for (const { version, name, statements } of all) {
    if (done.some((applied) => applied.version === version)) continue;
    for (const query of statements) await client.command({ query });
    await client.insert({ table, values: [{ version, name }], format: 'JSONEachRow' });
    logger.info({ version, name }, 'the database schema was migrated');
  }
  await applyRetention(client, options);
}

/** The retention is configuration and may change with every start; the schema carries the one it was created with. */
async function applyRetention(
  client: ClickHouseClient,
  { database, retention }: MigrateOptions,
): Promise<void> {
  const tables = await rows<{ name: string; engine_full: string }>(
    client,
    `SELECT name, engine_full FROM system.tables WHERE database = '${database}'`,
  );
  for (const [table, [column, days]] of Object.entries(expiries(retention))) {
    const engine = tables.find(({ name }) => name === table)?.engine_full ?? '';
    if (engine.includes(`TTL ${column} + toIntervalDay(${days})`)) continue;
    await client.command({
      query: `ALTER TABLE ${database}.${table} MODIFY TTL ${column} + INTERVAL ${days} DAY`,
      // Whole parts are dropped as they age; rewriting the old ones at start would take minutes.
      clickhouse_settings: { materialize_ttl_after_modify: 0 },
    });
  }
}

async function rows<T>(client: ClickHouseClient, query: string): Promise<readonly T[]> {
  const result = await client.query({ query, format: 'JSONEachRow' });
  return result.json<T>();
}
