import { Readable } from 'node:stream';
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import type { SegmentContent } from '../segment.ts';
import type { InsertResult } from '../spool-drain.ts';
import { tableBodies } from '../spool-line.ts';
import { sameReplica } from './connection/link.ts';
import { judgeFailure, timedOut } from './insert-failure.ts';
import type { Columns } from './row.ts';

export interface InsertTarget {
  readonly client: ClickHouseClient;
  readonly database: string;
  /** For one table of one segment. What is cut off may still succeed: the next try has the same token. */
  readonly insertMsMax: number;
}

/** Sent with every insert, so that old and new servers behave alike: their defaults changed over the versions. */
const insertSettings: ClickHouseSettings = {
  async_insert: 0,
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  // An answer that starts with 200 before the insert is through would acknowledge what may still fail.
  wait_end_of_query: 1,
  // Through a `Distributed` table: answered when the shards have the rows, not when they are queued for them.
  distributed_foreground_insert: 1,
  ...sameReplica,
  // Late rows may touch many days; the default of 100 would refuse the whole batch (252).
  max_partitions_per_insert_block: '1000',
};

/**
 * Inserts every table of a segment under its own token; tables that are in already are skipped by theirs. A segment is
 * never cut up after a failure: the table may have it while one of its rollups does not, and only the same block under
 * the same token completes that.
 */
export async function insertSegment(
  target: InsertTarget,
  content: SegmentContent,
  token: string,
  signal: AbortSignal,
): Promise<InsertResult> {
  const { columns } = JSON.parse(content.header) as { readonly columns: Columns };
  for (const [table, body] of tableBodies(content.lines)) {
    const into = `${target.database}.${table} (${columns[table]?.join(', ')})`;
    const result = await insertRows(target, into, body, `${token}-${table}`, signal);
    if (result.kind !== 'inserted') return result;
  }
  return { kind: 'inserted' };
}

async function insertRows(
  { client, insertMsMax }: InsertTarget,
  into: string,
  body: Buffer,
  token: string,
  signal: AbortSignal,
): Promise<InsertResult> {
  const attempt = new AbortController();
  const cancel = (): void => attempt.abort();
  // By hand: `AbortSignal.any` on a signal that lives as long as the process leaves something behind each time.
  signal.addEventListener('abort', cancel, { once: true });
  const timer = setTimeout(cancel, insertMsMax);
  try {
    const { stream } = await client.exec({
      query: `INSERT INTO ${into} FORMAT JSONCompactEachRow`,
      values: Readable.from([body], { objectMode: false }),
      clickhouse_settings: {
        ...insertSettings,
        insert_deduplication_token: token,
        // So that what nobody waits for any more does not pile up behind a server that cannot cope.
        max_execution_time: Math.ceil(insertMsMax / 1000),
      },
      abort_signal: attempt.signal,
    });
    for await (const _ of stream);
    return { kind: 'inserted' };
  } catch (error) {
    return attempt.signal.aborted ? timedOut(insertMsMax) : judgeFailure(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}
