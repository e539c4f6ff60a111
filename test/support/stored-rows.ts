import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { run } from './child-process.ts';
import { type Cleanup, temporaryFolder } from './cleanup.ts';

/** What a ClickHouse finds in the data directory of a collector that has ended. */
export interface StoredRows {
  /** Span ids of all rows, as often as they are there. */
  readonly calls: readonly string[];
  readonly attempts: readonly string[];
  /** Sums over the rollups of each grain. */
  readonly callRollups: Readonly<Record<'1m' | '1h' | '1d', number>>;
  readonly attemptRollups: Readonly<Record<'2s' | '1m' | '1h', number>>;
}

const engine = createRequire(import.meta.url).resolve('@faultline/collector/engine');
const idsOf = (table: string): string => `(SELECT groupArray(lower(hex(span_id))) FROM faultline.${table})`;
const sumOf = (table: string, column: string): string => `(SELECT sum(${column}) FROM faultline.${table})`;

/** Runs one query with the collector's own engine, as a program of its own: no port, no key, no part of the collector. */
export async function readStoredRows(cleanup: Cleanup, dataDir: string): Promise<StoredRows> {
  const file = join(temporaryFolder(cleanup), 'rows.ndjson');
  const query = `INSERT INTO FUNCTION file('${file}', 'JSONEachRow')
    SELECT ${idsOf('calls')} AS calls, ${idsOf('attempts')} AS attempts,
      map('1m', ${sumOf('calls_1m', 'calls')}, '1h', ${sumOf('calls_1h', 'calls')},
        '1d', ${sumOf('calls_1d', 'calls')}) AS callRollups,
      map('2s', ${sumOf('attempts_2s', 'attempts')}, '1m', ${sumOf('attempts_1m', 'attempts')},
        '1h', ${sumOf('attempts_1h', 'attempts')}) AS attemptRollups
    SETTINGS output_format_json_quote_64bit_integers = 0`;
  const args = [
    engine,
    `--path=${join(dataDir, 'clickhouse', 'data')}`,
    '--log-level=warning',
    '--query',
    query,
  ];
  const { code, stderr } = await run(cleanup, { command: process.execPath, args, env: { TZ: 'UTC' } });
  if (code !== 0) throw new Error(`the data directory cannot be read (${code}): ${stderr}`);
  return JSON.parse(readFileSync(file, 'utf8')) as StoredRows;
}
