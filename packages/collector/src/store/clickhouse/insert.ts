import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseError, type ClickHouseSettings } from '@clickhouse/client';
import type { SegmentContent } from '../segment.ts';
import type { InsertResult } from '../spool-drain.ts';
import { type Columns, splitLine } from './row.ts';

/** Sent with every insert, so that old and new servers behave alike: their defaults changed over the versions. */
const insertSettings: ClickHouseSettings = {
  async_insert: 0,
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  // An answer that starts with 200 before the insert is through would acknowledge what may still fail.
  wait_end_of_query: 1,
  // Through a `Distributed` table: answered when the shards have the rows, not when they are queued for them.
  distributed_foreground_insert: 1,
  // Late rows may touch many days; the default of 100 would refuse the whole batch (252).
  max_partitions_per_insert_block: '1000',
};

/** Errors about the rows themselves (parse, convert, range): no later try can succeed. */
const rowErrors: ReadonlySet<string> = new Set([
  '6',
  '25',
  '26',
  '27',
  '33',
  '38',
  '41',
  '53',
  '69',
  '70',
  '72',
  '117',
  '130',
  '131',
  '349',
  '691',
]);

/** Inserts every table of a segment under its own token; tables that are in already are skipped by theirs. */
export async function insertSegment(
  client: ClickHouseClient,
  database: string,
  content: SegmentContent,
  token: string,
  signal: AbortSignal,
): Promise<InsertResult> {
  const { columns } = JSON.parse(content.header) as { readonly columns: Columns };
  const bodies = new Map<string, string[]>();
  for (const row of content.rows) {
    const { table, values } = splitLine(row);
    const body = bodies.get(table);
    if (body) body.push(values);
    else bodies.set(table, [values]);
  }
  try {
    for (const [table, body] of bodies) {
      const into = `INSERT INTO ${database}.${table} (${columns[table]?.join(', ')})`;
      const { stream } = await client.exec({
        query: `${into} FORMAT JSONCompactEachRow`,
        values: Readable.from([`${body.join('\n')}\n`], { objectMode: false }),
        clickhouse_settings: { ...insertSettings, insert_deduplication_token: `${token}-${table}` },
        abort_signal: signal,
      });
      for await (const _ of stream);
    }
    return { kind: 'inserted' };
  } catch (error) {
    return judge(error);
  }
}

function judge(error: unknown): InsertResult {
  if (!(error instanceof ClickHouseError)) return { kind: 'retry', reason: String(error) };
  const reason = `ClickHouse error ${error.code} (${error.type ?? ''}): ${error.message.slice(0, 500)}`;
  return rowErrors.has(error.code) ? { kind: 'rejected', reason } : { kind: 'retry', reason };
}
