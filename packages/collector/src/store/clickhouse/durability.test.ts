import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { sampleAttempt, sampleCall, sampleTransition } from '../samples.fixture.ts';
import { contentOf } from '../spool.fixture.ts';
import type { InsertResult } from '../spool-drain.ts';
import { clientFor } from './connection/link.ts';
import {
  createEmbeddedStore,
  type EmbeddedStore,
  everyTier,
  isEmpty,
  isUp,
  someRows,
} from './embedded-store.fixture.ts';
import { insertSegment } from './insert.ts';
import { columns, encodeRows, segmentHeader } from './row.ts';
import { migrations } from './schema/schema.ts';
import { defaultRetention } from './store-options.ts';

const inserted = { kind: 'inserted' };
let bench: EmbeddedStore;

beforeEach(async () => {
  bench = await createEmbeddedStore();
});

test('what was acknowledged is there after a close and a new start', { timeout: 60_000 }, async () => {
  const first = await bench.start({ limits: { segmentAgeMsMax: 60_000 } });
  await isUp(first);
  const rows = someRows(300);
  await first.append(rows);
  const pid = await bench.enginePid();
  await first.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');

  const second = await bench.start();
  await isUp(second);
  expect(await bench.counted()).toEqual(everyTier(300));
  expect(await second.append(rows)).toEqual({ kind: 'durable' });
  expect(second.stats()).toMatchObject({ rowsDuplicate: 600, rowsAppended: 0 });
});

test('a call is complete with what other signals told of it later, and its own facts stay', {
  timeout: 60_000,
}, async () => {
  const store = await bench.start();
  await isUp(store);
  const endMs = Date.now();
  const call = sampleCall({ endMs, responseModel: '', httpStatus: null, finishReason: 'end_turn' });
  const nothing = { vendorRequestId: '', finishReason: '', responseId: '', timeToFirstChunkMs: null };
  const noTokens = { inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null };
  const told = {
    ...nothing,
    ...noTokens,
    reasoningTokens: null,
    model: '',
    durationMs: null,
    responseModel: '',
    httpStatus: null,
    endMs,
  };
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
    supplements: [
      { ...told, traceId, spanId, finishReason: 'max_tokens', timeToFirstChunkMs: 190, inputTokens: 400 },
    ],
  });
  await isEmpty(store);
  const facts = 'response_model, http_status, finish_reason, time_to_first_chunk_ms, input_tokens';
  const complete = await bench.ask(
    `SELECT ${facts} FROM faultline.calls_complete WHERE trace_id = unhex('${traceId}')`,
  );
  expect(complete).toEqual(['claude-opus-4-8-20260601', 200, 'end_turn', 190, 400]);
  expect(await bench.ask('SELECT count() FROM faultline.calls_complete')).toEqual([2]);
});

test('an insert whose success nobody heard of changes nothing when it is repeated', {
  timeout: 60_000,
}, async () => {
  await isUp(await bench.start());
  const client = clientFor(await bench.engineAddress());
  const content = contentOf(segmentHeader, encodeRows(someRows(50)));
  const insert = (token: string): Promise<InsertResult> =>
    insertSegment(
      { client, database: 'faultline', insertMsMax: 20_000 },
      content,
      token,
      new AbortController().signal,
    );
  try {
    expect([await insert('segment-1'), await insert('segment-1')]).toEqual([inserted, inserted]);
    expect(await bench.counted()).toEqual(everyTier(50));

    // The token decides, not the content: equal counts of two moments are two facts.
    expect(await insert('segment-2')).toEqual(inserted);
    expect(await bench.counted()).toEqual(everyTier(100).with(1, 50));
  } finally {
    await client.close();
  }
});

test('a row that ClickHouse cannot read does not block the rows behind it', { timeout: 60_000 }, async () => {
  const spool = join(bench.directory, 'spool');
  await mkdir(spool, { recursive: true });
  const poison = `${JSON.stringify({ columns })}\n{"calls":[["not","enough"]]}\n`;
  await writeFile(join(spool, `0-a-1.1.${poison.length}.ndjson`), poison);
  const store = await bench.start();
  await isUp(store);
  await store.append(someRows(10));
  await isEmpty(store);

  expect(store.stats()).toMatchObject({ segmentsRejected: 1, rowsRejected: 1, rowsInserted: 20 });
  expect(await readdir(join(spool, 'rejected'))).toHaveLength(1);
  expect(await bench.counted()).toEqual(everyTier(10));
});

test('values that no column can hold are bent, not refused', { timeout: 60_000 }, async () => {
  const store = await bench.start();
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
    bench.ask(`SELECT duration_ms, http_status, time_to_first_chunk_ms, model, region, attempts, input_tokens
    FROM faultline.calls`);
  expect(await answer).toEqual([0, 65_535, null, 'half \ufffd pair', 'C:\\udead', 65_535, 12]);
});

test('migrations run once, a half-done one again, and a new retention applies', {
  timeout: 60_000,
}, async () => {
  const first = await bench.start();
  await isUp(first);
  await first.append(someRows(5));
  await isEmpty(first);
  await bench.send('TRUNCATE TABLE faultline.schema_migrations');
  await first.close();

  for (const rawDays of [7, 3]) {
    const store = await bench.start({ retention: { rawDays } });
    await isUp(store);
    expect(await bench.ask('SELECT arraySort(groupArray(version)) FROM faultline.schema_migrations')).toEqual(
      [migrations({ database: 'faultline' }, defaultRetention).map(({ version }) => version)],
    );
    expect(await bench.counted()).toEqual(everyTier(5));
    const [engine] = (await bench.ask(
      "SELECT engine_full FROM system.tables WHERE name = 'calls'",
    )) as string[];
    expect(engine).toContain(`toIntervalDay(${rawDays})`);
    await store.close();
  }
});

test('an incident that was found while the database was down is there when it is up', {
  timeout: 60_000,
}, async () => {
  const alone = await bench.start({ url: 'http://127.0.0.1:9', limits: { warmUpMsMax: 10 } });
  await vi.waitUntil(() => alone.health().ready, 10_000);
  const transition = sampleTransition({ firstBadMs: Date.now() });
  await alone.save(transition);
  const { id } = transition.incident;
  const note = {
    id: 'n',
    incidentId: id,
    atMs: Date.now(),
    author: 'kim',
    kind: 'note',
    text: 'seen',
  } as const;
  await alone.saveRemark(note);
  await alone.close();

  const store = await bench.start();
  await isUp(store);
  const isKnown = async (): Promise<void> => {
    expect(await store.incidents(0)).toEqual([transition.incident]);
    expect(await store.transitions(id)).toEqual([transition]);
    expect(await store.remarks([id])).toEqual([note]);
  };
  await isKnown();
  await isEmpty(store);
  await isKnown();
  expect(await bench.ask('SELECT incident_id, sentence FROM faultline.incident_events')).toEqual([
    transition.incident.id,
    transition.sentence,
  ]);
});

test('a second collector on the same directory is refused', async () => {
  await bench.start();
  await expect(bench.start()).rejects.toThrow(`another collector is using ${bench.directory}`);
});
