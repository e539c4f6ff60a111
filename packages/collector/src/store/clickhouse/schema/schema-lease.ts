import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Retention } from '../../../model/retention.ts';
import { createLease, leaseTable } from '../lease.ts';
import type { Place } from './place.ts';
import { createTable } from './table.ts';

const leases = leaseTable('schema_leases');

/** A collector that dies while it migrates holds the others up for this long. */
const defaultLeaseMs = 15_000;
/** Of those who stepped back from each other, the one with the shorter pause comes first. */
const pauseMsMax = 500;

export interface SchemaLeaseOptions {
  /** The one the lease table lies in. */
  readonly place: Place;
  readonly leaseMs?: number | undefined;
}

export function createLeases(place: Place, retention: Retention): readonly string[] {
  return createTable(place, leases, retention);
}

/**
 * Runs the action while no other collector runs its own on this server, as far as a lease can promise that. Migrations
 * must bear the rest, and say so (`Migration.statements`).
 */
export async function withLease(
  client: ClickHouseClient,
  { place, leaseMs = defaultLeaseMs }: SchemaLeaseOptions,
  action: () => Promise<void>,
): Promise<void> {
  const table = `${place.database}.${leases.name}`;
  const lease = createLease({ client: async () => client, table, leaseMs });
  while (!(await lease.claim())) await sleep(Math.random() * pauseMsMax);
  // One that cannot be renewed runs out; the action meets the same trouble by itself.
  const renewal = setInterval(() => void lease.renew().catch(() => undefined), leaseMs / 3);
  try {
    await action();
  } finally {
    clearInterval(renewal);
    await lease.release().catch(() => undefined);
  }
}
