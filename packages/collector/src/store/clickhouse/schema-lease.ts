import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Place } from './place.ts';
import { createTable, type Retention, type Table } from './table.ts';

const leases: Table = {
  name: 'schema_leases',
  columns: "holder String, expires_at DateTime64(3, 'UTC'), written_at DateTime64(6, 'UTC')",
  engine: 'ReplacingMergeTree',
  version: 'written_at',
  order: 'holder',
  shardBy: 'cityHash64(holder)',
  isEverywhere: true,
};

/** A collector that dies while it migrates holds the others up for this long. */
const defaultLeaseMs = 15_000;
/** Of those who stepped back from each other, the one with the shorter pause comes first. */
const pauseMsMax = 500;

export interface LeaseOptions {
  /** The one the lease table lies in. */
  readonly place: Place;
  readonly leaseMs?: number | undefined;
}

export function createLeases(place: Place, retention: Retention): readonly string[] {
  return createTable(place, leases, retention);
}

/**
 * Runs the action while no other collector runs its own on this server.
 *
 * ClickHouse has no advisory lock and no compare-and-swap. A claim here is a row, and whoever sees no claim but its own
 * after its own was written may go on: of two that claim at the same time at least one sees the other, because a row
 * can be read once its insert is answered, so never do both go on; if both see each other, both step back and come
 * again after pauses of chance. All times are the server's, so clocks of collectors do not matter.
 *
 * That is enough to keep work from being done twice, and not more: a holder that stood still for longer than its
 * lease, and two collectors that reach two replicas before the claims have, do run at once. Migrations must bear
 * that, and say so (`Migration.statements`).
 */
export async function withLease(
  client: ClickHouseClient,
  { place, leaseMs = defaultLeaseMs }: LeaseOptions,
  action: () => Promise<void>,
): Promise<void> {
  const table = `${place.database}.${leases.name}`;
  const holder = randomUUID();
  const write = (lastsMs: number): Promise<unknown> =>
    client.command({
      query: `INSERT INTO ${table} SELECT '${holder}', now64(3) + INTERVAL ${lastsMs} MILLISECOND, now64(6)`,
      // Otherwise the row may be queued, and is not there when the answer is.
      clickhouse_settings: { async_insert: 0 },
    });
  const isFree = async (): Promise<boolean> => {
    const result = await client.query({
      query: `SELECT holder FROM ${table} FINAL WHERE expires_at > now64(3) AND holder != '${holder}' LIMIT 1`,
      format: 'JSONEachRow',
    });
    return (await result.json()).length === 0;
  };
  const claim = async (): Promise<boolean> => {
    if (!(await isFree())) return false;
    await write(leaseMs);
    if (await isFree()) return true;
    await write(0);
    return false;
  };

  while (!(await claim())) await sleep(Math.random() * pauseMsMax);
  // One that cannot be renewed runs out; the action meets the same trouble by itself.
  const renewal = setInterval(() => void write(leaseMs).catch(() => undefined), leaseMs / 3);
  try {
    await action();
  } finally {
    clearInterval(renewal);
    await write(0).catch(() => undefined);
  }
}
