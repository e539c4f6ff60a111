import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const engine = fileURLToPath(new URL('../../packages/collector/bin/engine.js', import.meta.url));

/** A reader of the running engine, as Grafana is one. @param {string} url @param {string} key */
export function createReader(url, key) {
  const authorization = `Basic ${Buffer.from(`faultline_reader:${key}`).toString('base64')}`;
  return async (sql) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization, connection: 'close' },
      body: `${sql} FORMAT JSON`,
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()).data;
  };
}

/**
 * Asks the data of a collector that has ended, with its engine as a program of its own: no bound on memory or time.
 * @param {string} dataDir @param {string} select @param {string} file where the answer goes
 */
export function askStored(dataDir, select, file) {
  const query = `INSERT INTO FUNCTION file('${file}', 'JSONEachRow') ${select}
    SETTINGS output_format_json_quote_64bit_integers = 0, max_bytes_before_external_group_by = 2000000000`;
  const args = [
    engine,
    `--path=${join(dataDir, 'clickhouse', 'data')}`,
    '--log-level=error',
    '--query',
    query,
  ];
  execFileSync(process.execPath, args, {
    env: { ...process.env, TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Rows of a raw table by batch: the first five bytes of a span's id. */
export const batchesOf = (table) =>
  `SELECT lower(substring(hex(span_id), 1, 10)) AS batch, count() AS rows, uniqExact(span_id) AS unique
   FROM faultline.${table} GROUP BY batch`;

const rollups = {
  attempts_2s: ['attempts', 'toStartOfInterval(end, INTERVAL 2 SECOND)'],
  attempts_1m: ['attempts', 'toStartOfMinute(end)'],
  attempts_1h: ['attempts', 'toStartOfHour(end)'],
  calls_1m: ['calls', 'toStartOfMinute(end)'],
  calls_1h: ['calls', 'toStartOfHour(end)'],
  calls_1d: ['calls', 'toStartOfDay(end)'],
};

/** For each rollup, in how many of its cells it says anything else than the raw rows: what is counted twice or not at all. */
export const wrongCells = Object.entries(rollups)
  .map(([rollup, [table, time]]) => {
    const key = 'time, provider, model, service, outcome';
    return `SELECT '${rollup}' AS rollup, count() AS wrong, sum(abs(rows)) AS rowsOff FROM (
      SELECT ${key}, sum(n) AS rows, sum(ms) AS duration FROM (
        SELECT toDateTime(end_time, 'UTC') AS end, ${time} AS ${key}, toInt64(1) AS n, toInt64(duration_ms) AS ms
        FROM faultline.${table}
        UNION ALL
        SELECT time AS end, ${key}, -toInt64(${table}) AS n, -toInt64(duration_ms_sum) AS ms FROM faultline.${rollup}
      ) GROUP BY ${key} HAVING rows != 0 OR duration != 0)`;
  })
  .join(' UNION ALL ');
