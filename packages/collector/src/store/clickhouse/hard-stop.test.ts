import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'tsdown';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Rows } from '../../model/call.ts';
import { minuteMs } from '../grid.ts';
import { sampleAttempt, sampleCall } from '../samples.fixture.ts';
import type { Store } from '../store.ts';
import { openStore } from './open-store.ts';

// A collector that is killed is a process that is killed: the store is built and run in one of its own.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const launcher = createRequire(import.meta.url).resolve('@faultline/collector/engine');
let built: string;
let victim: ChildProcess | undefined;
let survivor: Store | undefined;

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'faultline-hard-stop-'));
  await build({
    config: false,
    entry: [join(import.meta.dirname, 'open-store.ts')],
    outDir: built,
    noExternal: [/./],
    inlineOnly: false,
    dts: false,
    logLevel: 'error',
  });
}, 60_000);

afterEach(async () => {
  victim?.kill('SIGKILL');
  await survivor?.close();
  victim = undefined;
  survivor = undefined;
});

afterAll(() => rm(built, { recursive: true, force: true }));

/** Opens a store, appends the rows, says so and waits for its end. */
function script(dataDir: string, rows: Rows, waitUntilInserted: boolean): string {
  return `
    import { openStore } from ${JSON.stringify(join(built, 'open-store.mjs'))};
    const quiet = { info() {}, warn() {}, error() {} };
    const store = await openStore({
      dataDir: ${JSON.stringify(dataDir)}, logger: quiet, now: Date.now,
      limits: { segmentAgeMsMax: ${waitUntilInserted ? 20 : 60_000} },
      engine: { launcher: ${JSON.stringify(launcher)} },
    });
    const pause = () => new Promise((resume) => setTimeout(resume, 10));
    while (!store.health().ready) await pause();
    const { kind } = await store.append(${JSON.stringify(rows)});
    while (${waitUntilInserted} && store.stats().spooledRows > 0) await pause();
    console.log(kind);`;
}

async function appendAndDie(dataDir: string, rows: Rows, waitUntilInserted: boolean): Promise<void> {
  const file = join(dataDir, 'victim.mjs');
  await writeFile(file, script(dataDir, rows, waitUntilInserted));
  victim = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(victim.stdout as NodeJS.ReadableStream, 'data');
  expect(String(said).trim()).toBe('durable');
  const status = await readFile(join(dataDir, 'clickhouse', 'data', 'status'), 'utf8');
  const pid = Number(/PID: (\d+)/.exec(status)?.[1]);
  victim.kill('SIGKILL');
  await once(victim, 'close');
  // The engine goes with its parent, whatever way that goes.
  await vi.waitUntil(() => !isAlive(pid), 20_000);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each([
  ['before its rows were inserted', false],
  ['after its rows were inserted', true],
])(
  'a collector killed %s loses nothing, and a sender that asks again is not counted twice',
  {
    timeout: 60_000,
  },
  async (_, waitUntilInserted) => {
    const dataDir = await mkdtemp(join(built, 'data-'));
    const endMs = Math.floor(Date.now() / minuteMs) * minuteMs - 1;
    const calls = Array.from({ length: 200 }, () => sampleCall({ endMs }));
    const rows = { calls, attempts: calls.map((call) => sampleAttempt(call)) };
    await appendAndDie(dataDir, rows, waitUntilInserted);

    const store = await openStore({
      dataDir,
      logger: quiet,
      now: Date.now,
      limits: { segmentAgeMsMax: 20 },
    });
    survivor = store;
    await vi.waitUntil(() => store.health().ready, 30_000);
    expect(await store.append(rows)).toEqual({ kind: 'durable' });
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);

    expect(store.stats().rowsDuplicate).toBe(400);
    const [counts] = await store.windowCounts(endMs + 1, [60]);
    expect(counts?.calls).toBe(200);
    const [frame] = await store.frames({ sinceMs: endMs - 1_999, untilMs: endMs }, 2_000);
    expect(frame?.series[0]?.attempts).toBe(200);
  },
);
