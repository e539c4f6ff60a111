/** A ClickHouse cluster whose shards hold a part of the rows each. */
export interface Cluster {
  /** As the servers' `remote_servers` name it. */
  readonly name: string;
  /**
   * With replicas and Keeper: `Replicated…` engines, and `ON CLUSTER` takes each statement to every node. Without,
   * the migrations run on one node after the other.
   */
  readonly replicated: boolean;
}

/** Where the tables lie: on one server, or in a cluster. */
export interface Place {
  readonly database: string;
  readonly cluster?: Cluster | undefined;
}

/** The table that holds rows itself. In a cluster the plain name belongs to the `Distributed` table over all shards. */
export function localName({ cluster }: Place, table: string): string {
  return cluster ? `${table}_local` : table;
}

export function localTable(place: Place, table: string): string {
  return `${place.database}.${localName(place, table)}`;
}

export function onCluster({ cluster }: Place): string {
  return cluster?.replicated ? ` ON CLUSTER '${cluster.name}'` : '';
}

/** A shard by the trace: what can be joined lies together. */
export const byTrace = 'cityHash64(trace_id)';

/** The table over all shards, of the same columns as the one in each. */
export function distributedTable(place: Place, table: string, shardBy: string): readonly string[] {
  const { database, cluster } = place;
  if (!cluster) return [];
  const engine = `Distributed('${cluster.name}', '${database}', '${localName(place, table)}', ${shardBy})`;
  return [
    `CREATE TABLE IF NOT EXISTS ${database}.${table}${onCluster(place)} AS ${localTable(place, table)} ENGINE = ${engine}`,
  ];
}
