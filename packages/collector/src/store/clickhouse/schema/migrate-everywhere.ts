import type { ClickHouseClient } from '@clickhouse/client';
import type { Address } from '../connection/connector.ts';
import { clientFor } from '../connection/link.ts';
import type { StoreSettings } from '../store-options.ts';
import { type MigrateOptions, migrate } from './migrate.ts';
import type { Place } from './place.ts';
import { migrations } from './schema.ts';

/**
 * With replicas, `ON CLUSTER` takes every statement to every node. Without, nobody carries statements from node to
 * node, so we go there: to each of them before the first row is spread over them.
 */
export async function migrateEverywhere(
  client: ClickHouseClient,
  address: Address,
  settings: StoreSettings,
): Promise<void> {
  const { database, cluster, retention, logger } = settings;
  const nodes = cluster?.nodes ?? [];
  const place: Place = {
    database,
    cluster: cluster && { name: cluster.name, replicated: nodes.length === 0 },
  };
  const options: MigrateOptions = { place, migrations: migrations(place, retention), retention, logger };
  if (nodes.length === 0) return migrate(client, options);
  for (const url of nodes) await migrateNode({ ...address, url, pathname: new URL(url).pathname }, options);
}

async function migrateNode(address: Address, options: MigrateOptions): Promise<void> {
  const client = clientFor(address);
  try {
    await migrate(client, options);
  } catch (error) {
    throw new Error(`node ${address.url}: ${String(error)}`, { cause: error });
  } finally {
    await client.close();
  }
}
