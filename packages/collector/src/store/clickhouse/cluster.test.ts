import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Rows } from '../../model/call.ts';
import { answersOf, variedRows } from '../answers.fixture.ts';
import { hourMs, minuteMs } from '../grid.ts';
import { createMemoryStore } from '../memory/memory-store.ts';
import { sampleAttempt, sampleCall, sampleTransition } from '../samples.fixture.ts';
import { contentOf } from '../spool.fixture.ts';
import type { InsertResult } from '../spool-drain.ts';
import type { SpoolRow } from '../spool-line.ts';
import type { Store } from '../store.ts';
import { type ForeignServer, freePort, startForeignServer } from './connection/foreign-server.fixture.ts';
import { clientFor } from './connection/link.ts';
import { crossOutLostParts } from './deduplication-log.ts';
import { insertSegment } from './insert.ts';
import { openStore } from './open-store.ts';
import { encodeRows, segmentHeader } from './row.ts';
import { migrations } from './schema/schema.ts';
import { defaultRetention } from './store-options.ts';

// Two servers, a shard each, without replicas. The collector talks to the first one.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let directory: string;
/** On its own ports and data; `isHidden`: where nobody finds it. */
let start: (shard: number, isHidden?: boolean) => Promise<ForeignServer>;
let nodes: ForeignServer[];
let client: ClickHouseClient;
let store: Store;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faultline-cluster-'));
  const ports = await Promise.all(Array.from({ length: 4 }, freePort));
  const shards = ports
    .slice(2)
    .map((port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`);
  const config = `<remote_servers><pair>${shards.join('')}</pair></remote_servers>`;
  start = async (shard, isHidden = false) => {
    const home = join(directory, `node-${shard}`);
    await mkdir(home, { recursive: true });
    const own = isHidden ? {} : { httpPort: ports[shard], tcpPort: ports[shard + 2] };
    return startForeignServer({ directory: home, config, ...own });
  };
  nodes = await Promise.all([start(0), start(1)]);
  client = clientFor({ url: nodes[0]?.url ?? '', pathname: '/', headers: {} });
  store = await openStore({
    dataDir: join(directory, 'collector'),
    url: nodes[0]?.url,
    cluster: { name: 'pair', nodes: nodes.map(({ url }) => url) },
    logger: quiet,
    now: Date.now,
    limits: { segmentAgeMsMax: 20 },
  });
  await vi.waitUntil(() => store.health().engine === 'up', 30_000);
}, 60_000);

afterAll(async () => {
  await store.close();
  await client.close();
  for (const node of nodes) await node.kill();
  await rm(directory, { recursive: true, force: true });
});

const isEmpty = (): Promise<true> =>
  vi.waitUntil(() => store.stats().spooledRows === 0, { timeout: 40_000, interval: 20 });

/** By the collector's own way, past its spool. */
const insert = (
  rows: readonly SpoolRow[],
  token: string,
  header: string = segmentHeader,
): Promise<InsertResult> =>
  insertSegment(
    { client, database: 'faultline', insertMsMax: 20_000 },
    contentOf(header, rows),
    token,
    new AbortController().signal,
  );

/** A kill can leave a token without its rows; docs/operating.md says so, and what helps. */
async function mend(shard: number): Promise<void> {
  const hidden = await start(shard, true);
  const own = clientFor({ url: hidden.url, pathname: '/', headers: {} });
  await crossOutLostParts(own, { database: 'faultline', logger: quiet });
  await own.close();
  await hidden.kill();
}

/** What every tier says over both shards of rows of this service, and what each shard says of its own. */
async function counted(service: string): Promise<readonly (readonly number[])[]> {
  const tables = ['calls', 'calls_complete', 'calls_1m', 'calls_1h', 'calls_1d'];
  tables.push('attempts', 'attempts_2s', 'attempts_1m', 'attempts_1h');
  const amount = (table: string): string => {
    const [, name, grain] = /^(calls|attempts)_?(\d\w)?/.exec(table) ?? [];
    return grain ? `sum(${name})` : 'count()';
  };
  const sum = (suffix: string): string =>
    tables
      .map(
        (table) => `(SELECT ${amount(table)} FROM faultline.${table}${suffix} WHERE service = '${service}')`,
      )
      .join(', ');
  const answers = [
    nodes[0]?.ask(`SELECT ${sum('')}`),
    ...nodes.map((node) => node.ask(`SELECT ${sum('_local')}`)),
  ];
  return (await Promise.all(answers)).map((answer) => (answer ?? '').split('\t').map(Number));
}

const everyTier = (rows: number): readonly number[] => Array.from({ length: 9 }, () => rows);

function rowsOf(service: string, count: number): Rows {
  const calls = Array.from({ length: count }, (_, index) =>
    sampleCall({ endMs: Date.now() - index * 1_000, service }),
  );
  return { calls, attempts: calls.map((call) => sampleAttempt(call)) };
}

test('two shards give the answers of one server', { timeout: 60_000 }, async () => {
  const untilMs = Math.floor(Date.now() / hourMs) * hourMs - 37 * minuteMs;
  const memory = createMemoryStore();
  const rows = variedRows(untilMs);
  await memory.append(rows);
  expect(await store.append(rows)).toEqual({ kind: 'durable' });
  await isEmpty();

  expect(await answersOf(store, untilMs)).toEqual(await answersOf(memory, untilMs));
});

test('rows spread over the shards, and every tier adds up what its own shard holds', async () => {
  await store.append(rowsOf('spread', 200));
  await isEmpty();

  const [all, first, second] = await counted('spread');
  expect(all).toEqual(everyTier(200));
  expect(first).toEqual(everyTier(first?.[0] ?? 0));
  expect(second).toEqual(everyTier(200 - (first?.[0] ?? 0)));
  expect(first?.[0]).toBeGreaterThan(50);
  expect(second?.[0]).toBeGreaterThan(50);
});

test('a segment that is inserted again under its token changes nothing on any shard', async () => {
  const rows = encodeRows(rowsOf('again', 200));
  expect(await insert(rows, 'again')).toEqual({ kind: 'inserted' });
  const before = await counted('again');
  expect(await insert(rows, 'again')).toEqual({ kind: 'inserted' });

  expect(before[0]).toEqual(everyTier(200));
  expect(await counted('again')).toEqual(before);
});

test('counts that came as metrics reach the coarser tiers of their shard, once', async () => {
  const columns = {
    attempts_2s: ['point_id', 'time', 'provider', 'model', 'service', 'outcome', 'basis', 'attempts'],
    calls_1m: ['point_id', 'time', 'provider', 'model', 'service', 'outcome', 'basis', 'calls'],
  };
  const startSeconds = Math.floor(Date.now() / minuteMs) * 60;
  const rows = Array.from({ length: 50 }, (_, index) => {
    const key = [`point-${index}`, startSeconds + index, 'openai', `gpt-${index}`];
    const values = [...key, 'metered', 'ok', 'metrics', 3];
    return ['attempts_2s', 'calls_1m'].map((table) => ({ table, values, identity: null }));
  }).flat();
  for (let time = 0; time < 2; time += 1)
    expect(await insert(rows, 'metered', JSON.stringify({ columns }))).toEqual({ kind: 'inserted' });

  const tiers = ['calls_1m', 'calls_1h', 'calls_1d', 'attempts_2s', 'attempts_1m', 'attempts_1h'];
  const sums = tiers.map(
    (tier) => `(SELECT sum(${tier.split('_')[0]}) FROM faultline.${tier} WHERE service = 'metered')`,
  );
  expect(await nodes[0]?.ask(`SELECT ${sums.join(', ')}`)).toBe(tiers.map(() => 150).join('\t'));
});

test('a segment that only one shard took is whole and there once when the other takes it too', async () => {
  await nodes[1]?.ask('ALTER TABLE faultline.calls_local MODIFY SETTING parts_to_throw_insert = 1');
  // The first shard drops its half if it hears of the refusal early enough.
  const takeHalf = async (
    attempt = 0,
  ): Promise<{ readonly rows: readonly SpoolRow[]; readonly name: string }> => {
    const name = `half-${attempt}`;
    const rows = encodeRows(rowsOf(name, 200));
    expect(await insert(rows, name)).toMatchObject({ kind: 'retry' });
    const [, [first] = [], [second] = []] = await counted(name);
    expect(second).toBe(0);
    return first === 0 && attempt < 20 ? takeHalf(attempt + 1) : { rows, name };
  };
  const { rows, name } = await takeHalf();
  expect((await counted(name))[0]?.[0]).toBeGreaterThan(50);

  await nodes[1]?.ask('ALTER TABLE faultline.calls_local RESET SETTING parts_to_throw_insert');
  expect(await insert(rows, name)).toEqual({ kind: 'inserted' });
  expect((await counted(name))[0]).toEqual(everyTier(200));
});

test.each([
  ['beside the one the collector talks to', 1],
  ['that the collector talks to', 0],
])(
  'a shard %s is killed while rows come in: none is lost or doubled',
  { timeout: 120_000 },
  async (_, shard) => {
    const service = `killed-${shard}`;
    let acknowledged = 0;
    let isOver = false;
    const appending = (async () => {
      while (!isOver) {
        expect(await store.append(rowsOf(service, 20))).toEqual({ kind: 'durable' });
        acknowledged += 20;
        await sleep(2);
      }
    })();
    try {
      for (let kill = 0; kill < 3; kill += 1) {
        const { rowsInserted } = store.stats();
        await vi.waitUntil(() => store.stats().rowsInserted > rowsInserted, { timeout: 30_000, interval: 1 });
        await nodes[shard]?.kill();
        await mend(shard);
        nodes[shard] = await start(shard);
      }
    } finally {
      isOver = true;
      await appending;
    }
    await isEmpty();

    expect((await counted(service))[0]).toEqual(everyTier(acknowledged));
    expect(store.stats()).toMatchObject({ rowsRejected: 0 });
  },
);

test('incidents are found again, whichever shard keeps them', async () => {
  const transitions = Array.from({ length: 20 }, (_, index) =>
    sampleTransition({ firstBadMs: Date.now() - index * minuteMs }),
  );
  for (const transition of transitions) {
    await store.save(transition);
    const { incident, atMs } = transition;
    await store.save(sampleTransition({ ...incident, state: 'confirmed', confirmedMs: atMs + 1 }, atMs + 1));
  }
  await isEmpty();
  const found = await nodes[1]?.ask(
    "SELECT count(), uniqExact(id), countIf(state = 'confirmed') FROM faultline.incidents FINAL",
  );
  expect(found).toBe('20\t20\t20');
});

test('each node knows which migrations it has', async () => {
  const applied = await Promise.all(
    nodes.map((node) => node.ask('SELECT arraySort(groupArray(version)) FROM faultline.schema_migrations')),
  );
  const all = migrations({ database: 'any' }, defaultRetention).map(({ version }) => version);
  expect(applied).toEqual([JSON.stringify(all), JSON.stringify(all)]);
});
