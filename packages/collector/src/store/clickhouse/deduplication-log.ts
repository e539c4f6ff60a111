import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from '../logger.ts';

export interface DeduplicationLogOptions {
  readonly database: string;
  readonly logger: Logger;
}

/**
 * ClickHouse 26.7 notes the token of an insert in the table's deduplication log and then moves the new part to its place
 * (`MergeTreeSink::finishDelayedChunk`). Killed between the two it knows a token whose rows it does not have: the next
 * try would be skipped as a duplicate and the rows be lost. So before anything is inserted, such a note is crossed out
 * in the way ClickHouse itself does when a part is dropped. Both steps are under one lock, so it can only be the last.
 */
export async function crossOutLostParts(
  client: ClickHouseClient,
  { database, logger }: DeduplicationLogOptions,
): Promise<void> {
  const tables = await rows<{ readonly name: string; readonly path: string }>(
    client,
    `SELECT name, data_paths[1] AS path FROM system.tables
     WHERE database = '${database}' AND engine LIKE '%MergeTree' AND engine NOT LIKE 'Replicated%'`,
  );
  for (const { name, path } of tables) {
    const record = await lastRecord(join(path, 'deduplication_logs'));
    if (!record || (await isThere(client, database, name, record))) continue;
    logger.info({ table: name, part: record.part }, 'the token of a part that is not there is crossed out');
    await crossOut(client, `${database}.${name}`, record);
  }
}

interface LogRecord {
  /** Where it is noted. */
  readonly log: string;
  readonly part: string;
  readonly partition: string;
  /** The number of the block, of which merges make ranges. */
  readonly block: number;
  readonly token: string;
}

const operation = { add: '1', drop: '2' } as const;

/** The newest, if it adds a part, of the files `deduplication_log_<number>.txt`; the last of them may be empty still. */
async function lastRecord(directory: string): Promise<LogRecord | undefined> {
  const number = (file: string): number => Number(/_(\d+)\.txt$/.exec(file)?.[1] ?? -1);
  // There is no folder before the first insert.
  const files = await readdir(directory).catch(() => []);
  for (const file of files.sort((a, b) => number(b) - number(a))) {
    const log = join(directory, file);
    const line = (await readFile(log, 'utf8')).trimEnd().split('\n').at(-1);
    if (line) return parseRecord(log, line);
  }
  return undefined;
}

/** `<operation> <partition>_<first block>_<last block>_<level> <token>`, with tabs between. */
function parseRecord(log: string, line: string): LogRecord | undefined {
  const [kind, part = '', token = ''] = line.split('\t');
  const [, partition, block] = /^(.+)_(\d+)_\d+_\d+$/.exec(part) ?? [];
  if (kind !== operation.add || partition === undefined || token === '') return undefined;
  return { log, part, partition, block: Number(block), token };
}

/** As itself or as a piece of what it was merged into. */
async function isThere(
  client: ClickHouseClient,
  database: string,
  table: string,
  { partition, block }: LogRecord,
): Promise<boolean> {
  const found = await rows(
    client,
    `SELECT 1 FROM system.parts WHERE database = '${database}' AND table = '${table}'
       AND partition_id = '${partition}' AND min_block_number <= ${block} AND max_block_number >= ${block} LIMIT 1`,
  );
  return found.length > 0;
}

/** The log is read when its table is attached. */
async function crossOut(
  client: ClickHouseClient,
  table: string,
  { log, part, token }: LogRecord,
): Promise<void> {
  try {
    await client.command({
      query: `DETACH TABLE ${table}`,
      // Somebody may be reading it.
      clickhouse_settings: { database_atomic_wait_for_drop_and_detach_synchronously: 1 },
    });
    await appendFile(log, `${operation.drop}\t${part}\t${token}\n`);
  } finally {
    await client.command({ query: `ATTACH TABLE IF NOT EXISTS ${table}` });
  }
}

async function rows<T>(client: ClickHouseClient, query: string): Promise<readonly T[]> {
  const result = await client.query({ query, format: 'JSONEachRow' });
  return result.json<T>();
}
