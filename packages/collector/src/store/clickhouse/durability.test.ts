import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Attempt, Call } from '../../model/call.ts';
import { sampleAttempt, sampleCall, sampleTransition } from '../samples.fixture.ts';
import type { InsertResult } from '../spool-drain.ts';
import type { Store } from '../store.ts';
import type { Address } from './connector.ts';
import { insertSegment } from './insert.ts';
import { clientFor } from './link.ts';
import { openStore } from './open-store.ts';
import { columns, encodeRows, segmentHeader } from './row.ts';
import type { StoreOptions } from './store-options.ts';

const inserted = { kind: 'inserted' };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let directory: string;
let open: Store[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faultline-durability-'));
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((store) => store.close()));
  await rm(directory, { recursive: true, force: true });
});

async function start(options: Partial<StoreOptions> = {}): Promise<Store> {
  const limits = { segmentAgeMsMax: 20, segmentRowsMax: 500 };
  const store = await openStore({ dataDir: directory, logger: quiet, now: Date.now, limits, ...options });
  open.push(store);
  return store;
}

const isUp = (store: Store): Promise<true> =>
  vi.waitUntil(() => store.health().engine === 'up' && store.health().ready, 30_000);
const isEmpty = (store: Store): Promise<true> =>
  vi.waitUntil(() => store.stats().spooledRows === 0, { timeout: 30_000, interval: 20 });

/** The way to the engine itself, as its own configuration has it. */
async function engineAddress(): Promise<Address> {
  const port = (await readFile(join(directory, 'clickhouse', 'engine.port'), 'utf8')).trim();
  const config = await readFile(join(directory, 'clickhouse', 'engine.xml'), 'utf8');
  const key = /<X-Faultline-Engine>(.*)<\/X-Faultline-Engine>/.exec(config)?.[1] ?? '';
  return { url: `http://127.0.0.1:${port}`, pathname: '/sql', headers: { 'X-Faultline-Engine': key } };
}

async function send(sql: string): Promise<string> {
  const { url, pathname, headers } = await engineAddress();
  const answer = await fetch(url + pathname, {
    method: 'POST',
    body: sql,
    headers: { ...headers, connection: 'close' },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

/** The values of the one row. */
async function ask(sql: string): Promise<unknown> {
  const settings = 'SETTINGS output_format_json_quote_64bit_integers = 0';
  return JSON.parse(await send(`${sql} ${settings} FORMAT JSONCompactEachRow`));
}

async function enginePid(): Promise<number> {
  const status = await readFile(join(directory, 'clickhouse', 'data', 'status'), 'utf8');
  return Number(/PID: (\d+)/.exec(status)?.[1]);
}

/** What every tier says about how many rows there are. */
async function counted(): Promise<unknown> {
  const tiers = ['count() FROM faultline.calls', 'uniqExact(trace_id) FROM faultline.calls'];
  for (const grain of ['1m', '1h', '1d']) tiers.push(`sum(calls) FROM faultline.calls_${grain}`);
  tiers.push('count() FROM faultline.attempts');
  for (const grain of ['2s', '1m', '1h']) tiers.push(`sum(attempts) FROM faultline.attempts_${grain}`);
  return ask(`SELECT ${tiers.map((tier) => `(SELECT ${tier})`).join(', ')}`);
}

const everyTier = (rows: number): readonly number[] => Array.from({ length: 9 }, () => rows);

function someRows(count: number): { readonly calls: Call[]; readonly attempts: Attempt[] } {
  const calls = Array.from({ length: count }, (_, index) => sampleCall({ endMs: Date.now() - index }));
  return { calls, attempts: calls.map((call) => sampleAttempt(call)) };
}

test('an engine that is killed again and again loses and doubles nothing', { timeout: 60_000 }, async () => {
  const store = await start();
  await isUp(store);
  let acknowledged = 0;
  for (let kill = 1; kill <= 2; kill += 1) {
    process.kill(await enginePid(), 'SIGKILL');
    for (let batch = 0; batch < 30 || store.stats().engineRestarts < kill; batch += 1) {
      expect(await store.append(someRows(20))).toEqual({ kind: 'durable' });
      acknowledged += 20;
    }
    await isUp(store);
    for (let batch = 0; batch < 30; batch += 1) {
      expect(await store.append(someRows(20))).toEqual({ kind: 'durable' });
      acknowledged += 20;
    }
  }
  await isEmpty(store);

  expect(await counted()).toEqual(everyTier(acknowledged));
  expect(store.stats()).toMatchObject({ engineRestarts: 2, rowsInserted: 2 * acknowledged, rowsRejected: 0 });
});

test('what was acknowledged is there after a close and a new start', { timeout: 60_000 }, async () => {
  const first = await start({ limits: { segmentAgeMsMax: 60_000 } });
  await isUp(first);
  const rows = someRows(300);
  await first.append(rows);
  const pid = await enginePid();
  await first.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');

  const second = await start();
  await isUp(second);
  expect(await counted()).toEqual(everyTier(300));
  expect(await second.append(rows)).toEqual({ kind: 'durable' });
  expect(second.stats()).toMatchObject({ rowsDuplicate: 600, rowsAppended: 0 });
});

test('a call is complete with what other signals told of it later, and its own facts stay', {
  timeout: 60_000,
}, async () => {
  const store = await start();
  await isUp(store);
  const endMs = Date.now();
  const call = sampleCall({ endMs, responseModel: '', httpStatus: null, finishReason: 'end_turn' });
  const nothing = { vendorRequestId: '', finishReason: '', responseId: '', timeToFirstChunkMs: null };
  const noTokens = { inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null };
  const told = { ...nothing, ...noTokens, reasoningTokens: null, responseModel: '', httpStatus: null, endMs };
  const { traceId, spanId } = call;
  await store.append({ calls: [call, sampleCall({ endMs })], attempts: [] });
  await isEmpty(store);
  await store.append({
    calls: [],
    attempts: [],
    supplements: [{ ...told, traceId, spanId, responseModel: 'claude-opus-4-8-20260601', httpStatus: 200 }],
  });
  await isEmpty(store);
  await store.append({
    calls: [],
    attempts: [],
    supplements: [{ ...told, traceId, spanId, finishReason: 'max_tokens', timeToFirstChunkMs: 190, inputTokens: 400 }],
  });
  await isEmpty(store);
  const facts = 'response_model, http_status, finish_reason, time_to_first_chunk_ms, input_tokens';
  const complete = await ask(
    `SELECT ${facts} FROM faultline.calls_complete WHERE trace_id = unhex('${traceId}')`,
  );
  expect(complete).toEqual(['claude-opus-4-8-20260601', 200, 'end_turn', 190, 400]);
  expect(await ask('SELECT count() FROM faultline.calls_complete')).toEqual([2]);
});

test('an insert whose success nobody heard of changes nothing when it is repeated', {
  timeout: 60_000,
}, async () => {
  await isUp(await start());
  const client = clientFor(await engineAddress());
  const content = { header: segmentHeader, rows: encodeRows(someRows(50)).map(({ line }) => line) };
  const insert = (token: string): Promise<InsertResult> =>
    insertSegment(client, 'faultline', content, token, new AbortController().signal);
  try {
    expect([await insert('segment-1'), await insert('segment-1')]).toEqual([inserted, inserted]);
    expect(await counted()).toEqual(everyTier(50));

    // The token decides, not the content: equal counts of two moments are two facts.
    expect(await insert('segment-2')).toEqual(inserted);
    expect(await counted()).toEqual(everyTier(100).with(1, 50));
  } finally {
    await client.close();
  }
});

test('a row that ClickHouse cannot read does not block the rows behind it', { timeout: 60_000 }, async () => {
  const spool = join(directory, 'spool');
  await mkdir(spool, { recursive: true });
  const poison = `${JSON.stringify({ columns })}\n{"calls":["not","enough"]}\n`;
  await writeFile(join(spool, `0-a-1.1.${poison.length}.ndjson`), poison);
  const store = await start();
  await isUp(store);
  await store.append(someRows(10));
  await isEmpty(store);

  expect(store.stats()).toMatchObject({ segmentsRejected: 1, rowsRejected: 1, rowsInserted: 20 });
  expect(await readdir(join(spool, 'rejected'))).toHaveLength(1);
  expect(await counted()).toEqual(everyTier(10));
});

test('values that no column can hold are bent, not refused', { timeout: 60_000 }, async () => {
  const store = await start();
  await isUp(store);
  const strange = {
    endMs: Date.now() + 0.7,
    traceId: 'no hex',
    durationMs: -3.5,
    httpStatus: 1e9,
    timeToFirstChunkMs: Number.NaN,
    model: 'half \ud83d pair',
    region: 'C:\\udead',
  };
  await store.append({
    calls: [sampleCall({ ...strange, attempts: Number.POSITIVE_INFINITY, inputTokens: 12.4 })],
    attempts: [sampleAttempt({ ...strange, resendCount: -1, retryAfterMs: 1e12, endMs: Number.NaN })],
  });
  await isEmpty(store);

  expect(store.stats().rowsRejected).toBe(0);
  const answer =
    ask(`SELECT duration_ms, http_status, time_to_first_chunk_ms, model, region, attempts, input_tokens
    FROM faultline.calls`);
  expect(await answer).toEqual([0, 65_535, null, 'half \ufffd pair', 'C:\\udead', 65_535, 12]);
});

test('migrations run once, a half-done one again, and a new retention applies', {
  timeout: 60_000,
}, async () => {
  const first = await start();
  await isUp(first);
  await first.append(someRows(5));
  await isEmpty(first);
  await send('TRUNCATE TABLE faultline.schema_migrations');
  await first.close();

  for (const rawDays of [7, 3]) {
    const store = await start({ retention: { rawDays } });
    await isUp(store);
    expect(await ask('SELECT version, count() FROM faultline.schema_migrations GROUP BY version')).toEqual([
      1, 1,
    ]);
    expect(await counted()).toEqual(everyTier(5));
    const [engine] = (await ask("SELECT engine_full FROM system.tables WHERE name = 'calls'")) as string[];
    expect(engine).toContain(`toIntervalDay(${rawDays})`);
    await store.close();
  }
});

test('an incident that was found while the database was down is there when it is up', {
  timeout: 60_000,
}, async () => {
  const alone = await start({ url: 'http://127.0.0.1:9', limits: { warmUpMsMax: 10 } });
  await vi.waitUntil(() => alone.health().ready, 10_000);
  const transition = sampleTransition({ firstBadMs: Date.now() });
  await alone.save(transition);
  await alone.close();

  const store = await start();
  expect(await store.incidents(0)).toEqual([transition.incident]);
  await isEmpty(store);
  expect(await ask('SELECT incident_id, sentence FROM faultline.incident_events')).toEqual([
    transition.incident.id,
    transition.sentence,
  ]);
});

test('a second collector on the same directory is refused', async () => {
  await start();
  await expect(start()).rejects.toThrow(`another collector is using ${directory}`);
});
