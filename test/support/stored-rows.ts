import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { run } from './child-process.ts';
import { type Cleanup, temporaryFolder } from './cleanup.ts';

/** What a ClickHouse finds in the data directory of a collector that has ended. */
export interface StoredRows {
  /** Span ids of all rows, as often as they are there. */
  readonly calls: readonly string[];
  readonly attempts: readonly string[];
  /** For each rollup, in how many of its cells it says anything else than the raw rows. */
  readonly wrongCells: Readonly<Record<Rollup, number>>;
}

export type Rollup = keyof typeof rollups;

const rollups = {
  attempts_2s: ['attempts', 'toStartOfInterval(end, INTERVAL 2 SECOND)'],
  attempts_1m: ['attempts', 'toStartOfMinute(end)'],
  attempts_1h: ['attempts', 'toStartOfHour(end)'],
  calls_1m: ['calls', 'toStartOfMinute(end)'],
  calls_1h: ['calls', 'toStartOfHour(end)'],
  calls_1d: ['calls', 'toStartOfDay(end)'],
} as const;

const engine = createRequire(import.meta.url).resolve('@faultline/collector/engine');
const idsOf = (table: string): string => `(SELECT groupArray(lower(hex(span_id))) FROM faultline.${table})`;

/** Raw rows are added and the rollup's taken away: what is left of a cell is wrong. */
function wrongCellsOf(rollup: Rollup): string {
  const [table, time] = rollups[rollup];
  const key = 'time, provider, model, service, outcome';
  return `(SELECT count() FROM (
    SELECT ${key}, sum(n) AS rows, sum(ms) AS duration, sum(samples) AS histogram FROM (
      SELECT toDateTime(end_time, 'UTC') AS end, ${time} AS ${key}, toInt64(1) AS n, toInt64(duration_ms) AS ms,
        toInt64(1) AS samples FROM faultline.${table}
      UNION ALL
      SELECT time AS end, ${key}, -toInt64(${table}) AS n, -toInt64(duration_ms_sum) AS ms,
        -toInt64(arraySum(mapValues(duration_ms))) AS samples FROM faultline.${rollup}
    ) GROUP BY ${key} HAVING rows != 0 OR duration != 0 OR histogram != 0))`;
}

export function readStoredRows(cleanup: Cleanup, dataDir: string): Promise<StoredRows> {
  const cells = (Object.keys(rollups) as Rollup[]).map((rollup) => `'${rollup}', ${wrongCellsOf(rollup)}`);
  return askStored(
    cleanup,
    dataDir,
    `SELECT ${idsOf('calls')} AS calls, ${idsOf('attempts')} AS attempts, map(${cells.join(', ')}) AS wrongCells`,
  );
}

/**
 * Runs one query with the collector's own engine, as a program of its own: no port, no key, no part of the collector.
 * Returns the one row that it answers.
 */
export async function askStored<Row>(cleanup: Cleanup, dataDir: string, select: string): Promise<Row> {
  const file = join(temporaryFolder(cleanup), 'rows.ndjson');
  const query = `INSERT INTO FUNCTION file('${file}', 'JSONEachRow')
    ${select} SETTINGS output_format_json_quote_64bit_integers = 0`;
  const args = [
    engine,
    `--path=${join(dataDir, 'clickhouse', 'data')}`,
    '--log-level=warning',
    '--query',
    query,
  ];
  const { code, stderr } = await run(cleanup, { command: process.execPath, args, env: { TZ: 'UTC' } });
  if (code !== 0 || !existsSync(file))
    throw new Error(`the data directory cannot be read (${code}): ${stderr}`);
  return JSON.parse(readFileSync(file, 'utf8')) as Row;
}
