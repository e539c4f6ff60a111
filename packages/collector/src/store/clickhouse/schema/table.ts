import type { Retention } from '../../../model/retention.ts';
import { distributedTable, localName, onCluster, type Place } from './place.ts';

export interface Table {
  readonly name: string;
  /** The migration that brings it; the first when left out. */
  readonly since?: number;
  readonly columns: string;
  readonly engine: 'MergeTree' | 'AggregatingMergeTree' | 'ReplacingMergeTree';
  /** Of rows with the same key the one that is highest in this column stays. */
  readonly version?: string;
  readonly partition?: string;
  readonly order: string;
  /** What ages, and for how long it stays. */
  readonly expires?: readonly [column: string, after: keyof Retention];
  /**
   * Chooses the shard of a row by what it says alone, so that a repeated insert splits into the same blocks and each
   * shard knows its own again.
   */
  readonly shardBy: string;
  /** Small: every node of a cluster with replicas holds all of it, so that one that is cut off still has it. */
  readonly isEverywhere?: boolean;
}

/**
 * The one place where an engine is named. The deduplication window makes a repeated insert harmless on every tier; of
 * replicas Keeper forgets by age too, by default after an hour, which an outage can outlast.
 */
export function createTable(place: Place, table: Table, retention: Retention): readonly string[] {
  const isReplicated = place.cluster?.replicated === true;
  const isSharded = place.cluster !== undefined && !(isReplicated && table.isEverywhere);
  const name = isSharded ? localName(place, table.name) : table.name;
  const settings = [
    ...(isReplicated
      ? [
          `replicated_deduplication_window = ${windowBlocks}`,
          'replicated_deduplication_window_seconds = 604800',
        ]
      : [`non_replicated_deduplication_window = ${windowBlocks}`]),
    // Whole parts are dropped as they age. When that age changes, it is worked out anew for each of them; rewriting
    // them would take minutes.
    ...(table.expires ? ['ttl_only_drop_parts = 1', 'materialize_ttl_recalculate_only = 1'] : []),
  ];
  const holder = [
    `CREATE TABLE IF NOT EXISTS ${place.database}.${name}${onCluster(place)} (${table.columns})`,
    `ENGINE = ${isReplicated ? replicatedEngine(table) : plainEngine(table)}`,
    table.partition ? `PARTITION BY ${table.partition}` : '',
    `ORDER BY (${[...new Set(table.order.split(', '))].join(', ')})`,
    table.expires ? `TTL ${expiry(table.expires, retention)}` : '',
    `SETTINGS ${settings.join(', ')}`,
  ].join(' ');
  return isSharded ? [holder, ...distributedTable(place, table.name, table.shardBy)] : [holder];
}

export function expiry([column, after]: NonNullable<Table['expires']>, retention: Retention): string {
  // As ClickHouse itself writes it, so that what is and what should be can be compared.
  return `${column} + toIntervalDay(${retention[after]})`;
}

const windowBlocks = 10_000;

function plainEngine({ engine, version = '' }: Table): string {
  return `${engine}(${version})`;
}

/** Macros of the servers make the path; a replica's own name is unique among all nodes that share one. */
function replicatedEngine({ engine, version, isEverywhere }: Table): string {
  const shard = isEverywhere ? 'all' : '{shard}';
  const replica = isEverywhere ? '{shard}-{replica}' : '{replica}';
  const path = `/clickhouse/tables/${shard}/{database}/{table}`;
  return `Replicated${engine}(${[`'${path}'`, `'${replica}'`, ...(version ? [version] : [])].join(', ')})`;
}
