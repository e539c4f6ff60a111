import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Attempt, Call } from '../../model/call.ts';
import { sampleAttempt, sampleCall } from '../samples.fixture.ts';
import type { Store } from '../store.ts';
import type { Address } from './connection/connector.ts';
import { openStore } from './open-store.ts';
import type { StoreOptions } from './store-options.ts';

/** A data directory with stores on it, one after the other, and a way around them to their engine. */
export interface EmbeddedStore {
  readonly directory: string;
  start(options?: Partial<StoreOptions>): Promise<Store>;
  engineAddress(): Promise<Address>;
  enginePid(): Promise<number>;
  /** Runs a statement and returns what it answers, as text. */
  send(sql: string): Promise<string>;
  /** The values of the one row. */
  ask(sql: string): Promise<unknown>;
  /** What every tier says to {@link tierCounts}. */
  counted(): Promise<unknown>;
}

const asJson = ' SETTINGS output_format_json_quote_64bit_integers = 0 FORMAT JSONCompactEachRow';
const tiers = [
  'count() FROM faultline.calls',
  'uniqExact(trace_id) FROM faultline.calls',
  ...['1m', '1h', '1d'].map((grain) => `sum(calls) FROM faultline.calls_${grain}`),
  'count() FROM faultline.attempts',
  ...['2s', '1m', '1h'].map((grain) => `sum(attempts) FROM faultline.attempts_${grain}`),
];

/** Asks every tier how many rows there are. */
export const tierCounts: string = `SELECT ${tiers.map((tier) => `(SELECT ${tier})`).join(', ')}${asJson}`;

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Everything it starts ends with the test. */
export async function createEmbeddedStore(): Promise<EmbeddedStore> {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-store-'));
  const open: Store[] = [];
  onTestFinished(async () => {
    await Promise.all(open.map((store) => store.close()));
    await rm(directory, { recursive: true, force: true });
  });

  /** As the engine's own configuration has it. */
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

  const ask = async (sql: string): Promise<unknown> => JSON.parse(await send(sql + asJson));

  return {
    directory,
    async start(options = {}) {
      const limits = { segmentAgeMsMax: 20, segmentRowsMax: 500 };
      const store = await openStore({
        dataDir: directory,
        logger: quiet,
        now: Date.now,
        ...options,
        limits: { ...limits, ...options.limits },
      });
      open.push(store);
      return store;
    },
    engineAddress,
    async enginePid() {
      const status = await readFile(join(directory, 'clickhouse', 'data', 'status'), 'utf8');
      return Number(/PID: (\d+)/.exec(status)?.[1]);
    },
    send,
    ask,
    counted: async () => JSON.parse(await send(tierCounts)),
  };
}

/** What {@link EmbeddedStore.counted} says when each row is there once. */
export const everyTier = (rows: number): readonly number[] => Array.from({ length: 9 }, () => rows);

export const isUp = (store: Store): Promise<true> =>
  vi.waitUntil(() => store.health().engine === 'up' && store.health().ready, 30_000);

export const isEmpty = (store: Store): Promise<true> =>
  vi.waitUntil(() => store.stats().spooledRows === 0, { timeout: 30_000, interval: 20 });

export function someRows(count: number): { readonly calls: Call[]; readonly attempts: Attempt[] } {
  const calls = Array.from({ length: count }, (_, index) => sampleCall({ endMs: Date.now() - index }));
  return { calls, attempts: calls.map((call) => sampleAttempt(call)) };
}
