import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { minuteMs } from '../grid.ts';
import { sampleCall } from '../samples.fixture.ts';
import type { Store } from '../store.ts';
import { openStore } from './open-store.ts';

// The embedded engine, run by hand and without our handlers, is a ClickHouse server that somebody else runs.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const launcher = createRequire(import.meta.url).resolve('@faultline/collector/engine');
const endMs = Math.floor(Date.now() / minuteMs) * minuteMs - 1;
let directory: string;
let server: ChildProcess | undefined;
let store: Store | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faultline-server-'));
});

afterEach(async () => {
  await store?.close();
  await stopServer();
  await rm(directory, { recursive: true, force: true });
});

async function startServer(port = 0): Promise<number> {
  const file = join(directory, 'port');
  await rm(file, { force: true });
  const queries = [
    'SYSTEM START LISTEN HTTP',
    `INSERT INTO FUNCTION file('${file}', 'TSV', 'port UInt16') SELECT getServerPort('http_port')`,
    "SELECT count() FROM file('stdin', LineAsString)",
  ];
  const path = join(directory, 'data');
  const args = [
    `--path=${path}`,
    '--listen_host=127.0.0.1',
    `--http_port=${port}`,
    '--query',
    queries.join(';'),
  ];
  server = spawn(process.execPath, [launcher, ...args], { stdio: ['pipe', 'ignore', 'ignore'] });
  const text = (): Promise<string> => readFile(file, 'utf8').catch(() => '');
  await vi.waitUntil(async () => (await text()).endsWith('\n'), { timeout: 20_000, interval: 20 });
  return Number(await text());
}

async function stopServer(): Promise<void> {
  if (!server) return;
  server.kill('SIGKILL');
  await once(server, 'close');
  server = undefined;
}

test('a server takes what the engine takes, and may be away for a while', { timeout: 60_000 }, async () => {
  const port = await startServer();
  const opened = await openStore({
    dataDir: join(directory, 'collector'),
    url: `http://127.0.0.1:${port}`,
    logger: quiet,
    now: Date.now,
    limits: { segmentAgeMsMax: 20 },
  });
  store = opened;
  await vi.waitUntil(() => opened.health().ready, 20_000);
  await opened.append({ calls: [sampleCall({ endMs })], attempts: [] });
  await vi.waitUntil(() => opened.stats().spooledRows === 0, 20_000);

  await stopServer();
  expect(await opened.append({ calls: [sampleCall({ endMs })], attempts: [] })).toEqual({ kind: 'durable' });
  await vi.waitUntil(() => opened.health().engine === 'down', 20_000);
  expect(opened.health()).toMatchObject({ ready: true, spooledRows: 1 });

  await startServer(port);
  await vi.waitUntil(() => opened.stats().spooledRows === 0, 20_000);
  expect((await opened.windowCounts(endMs + 1, [60]))[0]?.calls).toBe(2);
});

test('a server that is not there is waited for, and then rows are taken anyhow', async () => {
  const opened = await openStore({
    dataDir: join(directory, 'collector'),
    url: 'http://127.0.0.1:9',
    logger: quiet,
    now: Date.now,
    limits: { warmUpMsMax: 300 },
  });
  store = opened;
  const rows = { calls: [sampleCall({ endMs })], attempts: [] };

  expect(await opened.append(rows)).toEqual({ kind: 'retry', afterSeconds: 1, reason: 'starting' });
  await vi.waitUntil(() => opened.health().ready, 10_000);
  expect(await opened.append(rows)).toEqual({ kind: 'durable' });
});
