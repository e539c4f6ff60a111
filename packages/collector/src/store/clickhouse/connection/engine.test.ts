import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Address, Connector } from './connector.ts';
import { createEngine } from './engine.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const open: Connector[] = [];
const directories: string[] = [];

interface Seen {
  readonly engine: Connector;
  readonly directory: string;
  readonly ups: Address[];
  readonly downs: string[];
}

async function start(
  options: { readonly launcher?: string; readonly silenceMsMax?: number; readonly isRelative?: boolean } = {},
): Promise<Seen> {
  const made = await mkdtemp(join(tmpdir(), 'faultline-engine-'));
  directories.push(made);
  const { isRelative = false, ...engineOptions } = options;
  const directory = isRelative ? relative(process.cwd(), made) : made;
  const ups: Address[] = [];
  const downs: string[] = [];
  const engine = createEngine({
    directory,
    database: 'faultline',
    httpPort: 0,
    memoryBytesMax: 1e9,
    fsyncInserts: false,
    logger: quiet,
    ...engineOptions,
    onUp: (address) => ups.push(address),
    onDown: (reason) => downs.push(reason),
  });
  open.push(engine);
  return { engine, directory, ups, downs };
}

async function ask(
  { url, pathname, headers }: Address,
  sql: string,
): Promise<{ status: number; text: string }> {
  const answer = await fetch(url + pathname, {
    method: 'POST',
    body: sql,
    headers: { ...headers, connection: 'close' },
  });
  return { status: answer.status, text: (await answer.text()).trim() };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((engine) => engine.close()));
  await Promise.all(
    directories.splice(0).map((directory) => rm(directory, { recursive: true, force: true })),
  );
});

test('answers queries with its key, and nothing without it', { timeout: 30_000 }, async () => {
  const { ups } = await start();
  await vi.waitUntil(() => ups.length > 0, 20_000);
  const address = ups[0] as Address;

  expect(await ask(address, 'SELECT 1 + 1')).toEqual({ status: 200, text: '2' });
  expect((await ask({ ...address, headers: {} }, 'SELECT 1')).status).toBe(404);
  expect((await ask({ ...address, headers: { 'X-Faultline-Engine': 'guess' } }, 'SELECT 1')).status).toBe(
    404,
  );
  expect((await ask({ ...address, pathname: '/' }, 'SELECT 1')).status).toBe(404);
});

test('runs in a folder that is named from where the collector was started', { timeout: 30_000 }, async () => {
  const { ups } = await start({ isRelative: true });
  await vi.waitUntil(() => ups.length > 0, 20_000);
  expect((await ask(ups[0] as Address, 'SELECT 1')).text).toBe('1');
});

test('ends in order when it is closed', { timeout: 30_000 }, async () => {
  const { engine, directory, ups, downs } = await start();
  await vi.waitUntil(() => ups.length > 0, 20_000);
  const pid = engine.pid() as number;
  await ask(ups[0] as Address, 'SELECT 1');

  await engine.close();

  expect(isAlive(pid)).toBe(false);
  expect(downs).toEqual([]);
  // The engine removes its lock only when it shuts down in order.
  await expect(readFile(join(directory, 'data', 'status'))).rejects.toThrow('ENOENT');
});

test('Ctrl-C is for the collector, which still needs its engine', { timeout: 30_000 }, async () => {
  const { engine, ups } = await start();
  await vi.waitUntil(() => ups.length > 0, 20_000);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(engine.pid() as number, signal);

  expect((await ask(ups[0] as Address, 'SELECT sleep(0.2)')).text).toBe('0');
  expect(engine.restarts()).toBe(0);
});

test('an engine that stands still is replaced', { timeout: 30_000 }, async () => {
  const { engine, ups } = await start({ silenceMsMax: 600 });
  await vi.waitUntil(() => ups.length > 0, 20_000);

  process.kill(engine.pid() as number, 'SIGSTOP');

  await vi.waitUntil(() => ups.length > 1, 20_000);
  expect(engine.restarts()).toBe(1);
});

test('a machine without an embedded engine hears of the server, and is not asked again', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-launcher-'));
  directories.push(directory);
  const launcher = join(directory, 'launcher.mjs');
  const real = createRequire(import.meta.url).resolve('@faultline/collector/engine');
  await writeFile(
    launcher,
    `Object.defineProperty(process, 'platform', { value: 'aix' }); await import(${JSON.stringify(real)});`,
  );

  const { engine, ups, downs } = await start({ launcher });
  await vi.waitUntil(() => downs.length > 0, 10_000);
  await engine.close();

  expect(downs[0]).toContain('Set FAULTLINE_CLICKHOUSE_URL to use a ClickHouse server');
  expect(downs).toHaveLength(1);
  expect(engine.restarts()).toBe(0);
  expect(ups).toEqual([]);
});

test('leaves room on its disk, without which its merges break', { timeout: 30_000 }, async () => {
  const { ups } = await start();
  await vi.waitUntil(() => ups.length > 0, 20_000);
  const answer = await ask(ups[0] as Address, 'SELECT keep_free_space FROM system.disks');
  expect(Number(answer.text)).toBeGreaterThanOrEqual(256 * 2 ** 20);
});

test('keeps few of the threads that a crowd of queries has started', { timeout: 60_000 }, async () => {
  const { ups } = await start();
  await vi.waitUntil(() => ups.length > 0, 20_000);
  const address = ups[0] as Address;
  const metric = async (name: string): Promise<number> =>
    Number((await ask(address, `SELECT value FROM system.metrics WHERE metric = '${name}'`)).text);

  const idle = async (): Promise<number> =>
    (await metric('GlobalThread')) - (await metric('GlobalThreadActive'));

  const slow = 'SELECT sum(sleepEachRow(0.02)) FROM numbers(1500) SETTINGS max_block_size = 10';
  const crowd = Array.from({ length: 55 }, () => ask(address, slow));
  await vi.waitUntil(async () => (await metric('GlobalThreadActive')) > 55, 30_000);
  await ask(address, "KILL QUERY WHERE query LIKE '%sleepEachRow%' AND query NOT LIKE 'KILL%' SYNC");
  await Promise.all(crowd);

  await vi.waitUntil(async () => (await idle()) <= 32, 20_000);
});

test('is started again after a kill, and counts it', { timeout: 30_000 }, async () => {
  const { engine, ups, downs } = await start();
  await vi.waitUntil(() => ups.length > 0, 20_000);

  process.kill(engine.pid() as number, 'SIGKILL');
  await vi.waitUntil(() => ups.length > 1, 20_000);

  expect(engine.restarts()).toBe(1);
  expect(downs).toEqual(['ended with SIGKILL']);
  expect((await ask(ups[1] as Address, 'SELECT 1')).text).toBe('1');
});
