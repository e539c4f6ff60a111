import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Table } from './schema/table.ts';

export interface LeaseOptions {
  readonly client: () => Promise<ClickHouseClient>;
  /** With its database; of the shape of {@link leaseTable}. */
  readonly table: string;
  /** A holder that dies keeps the others waiting for this long. */
  readonly leaseMs: number;
}

/** One of several collectors on a server holds it at a time. */
export interface Lease {
  /** Whether it is ours for the next `leaseMs`; to be asked again before it runs out. */
  claim(): Promise<boolean>;
  renew(): Promise<unknown>;
  release(): Promise<unknown>;
}

export function leaseTable(name: string, since?: number): Table {
  return {
    name,
    ...(since !== undefined && { since }),
    columns: "holder String, expires_at DateTime64(3, 'UTC'), written_at DateTime64(6, 'UTC')",
    engine: 'ReplacingMergeTree',
    version: 'written_at',
    order: 'holder',
    shardBy: 'cityHash64(holder)',
    isEverywhere: true,
  };
}

/**
 * ClickHouse has no advisory lock and no compare-and-swap. A claim here is a row, and whoever sees no claim but its own
 * after its own was written may go on: of two that claim at the same time at least one sees the other, because a row
 * can be read once its insert is answered, so never do both go on; if both see each other, both step back. All times are
 * the server's, so clocks of collectors do not matter.
 *
 * That is enough to keep work from being done twice, and not more: a holder that stood still for longer than its
 * lease, and two collectors that reach two replicas before the claims have, do hold it at once.
 */
export function createLease({ client, table, leaseMs }: LeaseOptions): Lease {
  const holder = randomUUID();

  async function write(lastsMs: number): Promise<unknown> {
    return (await client()).command({
      query: `INSERT INTO ${table} SELECT '${holder}', now64(3) + INTERVAL ${lastsMs} MILLISECOND, now64(6)`,
      // Otherwise the row may be queued, and is not there when the answer is.
      clickhouse_settings: { async_insert: 0, distributed_foreground_insert: 1 },
    });
  }

  async function isFree(): Promise<boolean> {
    const result = await (await client()).query({
      query: `SELECT holder FROM ${table} FINAL WHERE expires_at > now64(3) AND holder != '${holder}' LIMIT 1`,
      format: 'JSONEachRow',
    });
    return (await result.json()).length === 0;
  }

  return {
    async claim() {
      if (!(await isFree())) return false;
      await write(leaseMs);
      if (await isFree()) return true;
      await write(0);
      return false;
    },
    renew: () => write(leaseMs),
    release: () => write(0),
  };
}
