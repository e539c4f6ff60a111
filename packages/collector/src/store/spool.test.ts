import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { namesIn, namedRow as row } from './spool.fixture.ts';
import { openSpool, type Spool, type SpoolOptions } from './spool.ts';
import type { InsertResult } from './spool-drain.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let parent: string;
let directory: string;
let open: Spool[];
/** What the database has, by token: a token that it knows changes nothing. */
let database: Map<string, readonly string[]>;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'faultline-spool-'));
  directory = join(parent, 'spool');
  open = [];
  database = new Map();
});

afterEach(async () => {
  await Promise.all(open.map((spool) => spool.close(0)));
  await rm(parent, { recursive: true, force: true });
});

async function start(options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const spool = await openSpool({
    directory,
    header: '{"columns":{}}',
    segmentRowsMax: 100,
    segmentAgeMsMax: 5,
    rowsMax: 10_000,
    bytesMax: 10_000_000,
    identitiesMax: 10_000,
    insert: async (content, token) => {
      if (!database.has(token)) database.set(token, namesIn(content));
      return { kind: 'inserted' };
    },
    onRecovered: (_table, [id]) => String(id),
    now: Date.now,
    logger: quiet,
    ...options,
  });
  open.push(spool);
  return spool;
}

async function startOpen(options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const spool = await start(options);
  spool.open();
  spool.drain();
  return spool;
}

const stored = (): readonly string[] => [...database.values()].flat();
const durable = { kind: 'durable' };

test('a row that was answered durable is on the disk before it is in the database', async () => {
  const spool = await start({ segmentAgeMsMax: 60_000 });
  spool.open();

  expect(await spool.append([row('a'), row('b')])).toEqual(durable);

  const files = await Promise.all(
    (await readdir(directory)).map((file) => readFile(join(directory, file), 'utf8')),
  );
  expect(files.join()).toContain('{"named":[["a"],["b"]]}\n');
  expect(stored()).toEqual([]);
  expect(spool.counts()).toMatchObject({ rowsAppended: 2, spooledRows: 2 });
});

test('rows reach the database, and their files go', async () => {
  const spool = await startOpen();
  await spool.append([row('a')]);
  await spool.append([row('b')]);

  await vi.waitUntil(() => stored().length === 2, 30_000);
  await vi.waitUntil(async () => (await readdir(directory)).length === 0, 30_000);
  expect(spool.counts()).toMatchObject({ rowsInserted: 2, spooledRows: 0, spooledBytes: 0 });
});

test('appends at the same time share one flush', async () => {
  const spool = await startOpen({ segmentRowsMax: 1_000_000, segmentAgeMsMax: 60_000 });
  await spool.append([row('first')]);
  const handle = await import('node:fs/promises').then(({ open: openFile }) => openFile('/dev/null'));
  const flush = vi.spyOn(Object.getPrototypeOf(handle), 'datasync');
  await handle.close();

  await Promise.all(Array.from({ length: 500 }, (_, index) => spool.append([row(`row-${index}`)])));

  // One for whoever came first, one for all who came meanwhile.
  expect(flush.mock.calls.length).toBeLessThanOrEqual(2);
  flush.mockRestore();
  expect(spool.counts().rowsAppended).toBe(501);
});

test('a segment that keeps failing is tried again with the same token, in order', async () => {
  const tokens: string[] = [];
  const results: InsertResult[] = [
    { kind: 'retry', failure: 'disk_full', reason: 'Code: 243' },
    { kind: 'retry', failure: 'unreachable', reason: 'ECONNREFUSED' },
  ];
  const spool = await startOpen({
    insert: async (content, token) => {
      tokens.push(token);
      const result = results.shift() ?? { kind: 'inserted' };
      if (result.kind === 'inserted') database.set(token, namesIn(content));
      return result;
    },
  });
  await spool.append([row('a')]);

  await vi.waitUntil(() => stored().length === 1, 30_000);
  expect(tokens).toHaveLength(3);
  expect(new Set(tokens).size).toBe(1);
  expect(spool.counts()).toMatchObject({ insertFailures: { disk_full: 1, unreachable: 1 }, rowsInserted: 1 });
});

test('rows that the database will never take are set aside and do not block the others', async () => {
  const spool = await startOpen({
    insert: async (content, token) => {
      if (namesIn(content).includes('poison')) return { kind: 'rejected', reason: 'Code: 27' };
      database.set(token, namesIn(content));
      return { kind: 'inserted' };
    },
  });
  await spool.append([row('poison')]);
  await vi.waitUntil(() => spool.counts().segmentsRejected === 1, 30_000);
  await spool.append([row('good')]);

  await vi.waitUntil(() => stored().includes('good'), 30_000);
  expect(spool.counts()).toMatchObject({ rowsRejected: 1, rowsInserted: 1, spooledRows: 0 });
  expect(await readdir(join(directory, 'rejected'))).toHaveLength(1);
});

test('until it knows what was seen before, it takes nothing', async () => {
  const spool = await start();
  expect(await spool.append([row('a')])).toEqual({ kind: 'retry', afterSeconds: 1, reason: 'starting' });
  spool.remember('a');
  spool.open();
  const onFresh = vi.fn();
  expect(await spool.append([row('a'), row('b')], onFresh)).toEqual(durable);
  expect(onFresh).toHaveBeenCalledExactlyOnceWith([row('b')]);
  expect(spool.counts()).toMatchObject({
    rowsAppended: 1,
    rowsDuplicate: 1,
    appendsRefused: { starting: 1 },
  });
});

test('a full spool sends the sender away for a moment, and takes rows again when it has room', async () => {
  let isDown = true;
  const spool = await startOpen({
    rowsMax: 2,
    segmentRowsMax: 1,
    insert: async (content, token) => {
      if (isDown) return { kind: 'retry', failure: 'unreachable', reason: 'down' };
      database.set(token, namesIn(content));
      return { kind: 'inserted' };
    },
  });
  await spool.append([row('a'), row('b')]);

  expect(await spool.append([row('c')])).toEqual({
    kind: 'retry',
    afterSeconds: 3,
    reason: 'the spool is full',
  });
  expect(spool.refusal()).toBe('the spool is full');

  isDown = false;
  await vi.waitUntil(() => spool.refusal() === null, 30_000);
  expect(await spool.append([row('c')])).toEqual(durable);
  await vi.waitUntil(() => stored().length === 3, 30_000);
});

test('what a crash left behind is inserted by the next process, under the token it had', async () => {
  const first = await start({ segmentAgeMsMax: 60_000 });
  first.open();
  await first.append([row('a')]);
  await first.append([row('b')]);
  // No close: this is the crash.

  const second = await start();
  second.open();
  const onFresh = vi.fn();
  expect(await second.append([row('b'), row('c')], onFresh)).toEqual(durable);
  expect(onFresh).toHaveBeenCalledExactlyOnceWith([row('c')]);
  second.drain();

  await vi.waitUntil(() => stored().length === 3, 30_000);
  expect([...stored()].sort()).toEqual(['a', 'b', 'c']);
  expect(second.counts().rowsDuplicate).toBe(1);
});

test('a line that a crash cut short is dropped and counted, the lines before it are not', async () => {
  const first = await start({ segmentAgeMsMax: 60_000 });
  first.open();
  await first.append([row('a'), row('b')]);
  const file = join(directory, (await readdir(directory))[0] as string);
  await appendFile(file, '{"named":[["nev');

  const second = await startOpen();

  await vi.waitUntil(() => stored().length === 2, 30_000);
  expect(second.counts().tornLines).toBe(1);
  expect(await second.append([row('never')])).toEqual(durable);
  await vi.waitUntil(() => stored().length === 3, 30_000);
});

test('a crash while leftovers were being repaired loses nothing', async () => {
  const first = await start({ segmentAgeMsMax: 60_000 });
  first.open();
  await first.append([row('a')]);
  await writeFile(join(directory, 'half-repaired.1.30.ndjson.tmp'), '{"columns":{}}\n{"named":');

  await startOpen();

  await vi.waitUntil(() => stored().length === 1, 30_000);
  expect(stored()).toEqual(['a']);
});

test('a disk that fails answers retry, forgets the rows, and works again when the disk does', async () => {
  const spool = await startOpen({ segmentRowsMax: 1 });
  const away = join(parent, 'away');
  await spool.append([row('a')]);
  await vi.waitUntil(() => stored().length === 1, 30_000);
  await rename(directory, away);

  const failed = await Promise.all([spool.append([row('b')]), spool.append([row('b')])]);
  expect(failed.map(({ kind }) => kind)).toEqual(['retry', 'retry']);
  expect(spool.counts().spooledRows).toBe(0);

  await rename(away, directory);
  expect(await spool.append([row('b')])).toEqual(durable);
  await vi.waitUntil(() => stored().length === 2, 30_000);
});

test('while segments wait, the next one grows instead of becoming many small ones', async () => {
  let isDown = true;
  const spool = await startOpen({
    insert: async (content, token) => {
      if (isDown) return { kind: 'retry', failure: 'unreachable', reason: 'down' };
      database.set(token, namesIn(content));
      return { kind: 'inserted' };
    },
  });
  await spool.append([row('first')]);
  await vi.waitUntil(() => spool.trouble() === 'down', 30_000);
  for (let index = 0; index < 50; index += 1) await spool.append([row(`row-${index}`)]);
  expect(await readdir(directory)).toHaveLength(2);

  isDown = false;
  await vi.waitUntil(() => stored().length === 51, 10_000);
  expect(database.size).toBe(2);
});

test('closing inserts what is left, and takes nothing more', async () => {
  const spool = await startOpen({ segmentAgeMsMax: 60_000 });
  await spool.append([row('a')]);

  await spool.close(5_000);

  expect(stored()).toEqual(['a']);
  expect(await readdir(directory)).toEqual([]);
  expect((await spool.append([row('b')])).kind).toBe('retry');
});

test('closing does not wait for a database that is down', async () => {
  const spool = await startOpen({
    insert: (_content, _token, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
  });
  await spool.append([row('a')]);
  await spool.close(0);

  expect(stored()).toEqual([]);
  await startOpen();
  await vi.waitUntil(() => stored().length === 1, 30_000);
});
