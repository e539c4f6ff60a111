import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BackOff, createBackOff } from '../../back-off.ts';
import type { Logger } from '../../logger.ts';
import type { Address, Connector, ConnectorEvents } from './connector.ts';
import {
  configFile,
  type EngineConfigOptions,
  engineArguments,
  engineConfig,
  engineKeyHeader,
  enginePath,
  portFile,
} from './engine-config.ts';
import { ping } from './ping.ts';

export interface EngineOptions extends Omit<EngineConfigOptions, 'key'>, ConnectorEvents {
  readonly logger: Logger;
  /** The file that is run; by default this package's own `bin/engine.js`. */
  readonly launcher?: string | undefined;
  readonly silenceMsMax?: number | undefined;
}

/** Half a second on an idle machine; a data directory with many parts on a busy one takes longer. */
const startMsMax = 60_000;
/** Without clients of others it ends in 25 ms; an open foreign connection holds it for 5 s, which nobody needs. */
const endMsMax = 2_000;
/** An engine that answers no ping for that long is stuck, not busy: pings have threads of their own. */
const defaultSilenceMsMax = 30_000;
const pingMsMax = 5_000;
/** After this long up, a death is news and no longer part of a crash loop. */
const stableMs = 30_000;
const errorBytesMax = 4_096;
/** `EX_CONFIG`, said by the launcher when this machine has no embedded engine. */
const exitCodeUnsupported = 78;

/**
 * Runs the embedded ClickHouse as a child process, for ever: whatever ends it, it is started again with back-off.
 * Ends it by closing its stdin, which is the one way it shuts down in order, and which its parent's death does too.
 */
export function createEngine(options: EngineOptions): Connector {
  const config: EngineConfigOptions = { ...options, key: randomBytes(24).toString('hex') };
  const closing = new AbortController();
  const backOff = createBackOff({ firstMs: 100, lastMs: 10_000 });
  let child: ChildProcess | undefined;
  let restarts = 0;

  async function superviseUntilClosed(): Promise<void> {
    while (!closing.signal.aborted) {
      const reason = await superviseOnce().catch((error: unknown) => ({ final: false, text: String(error) }));
      child = undefined;
      if (closing.signal.aborted) return;
      options.onDown(reason.text);
      if (reason.final)
        return options.logger.error(
          { reason: reason.text },
          'the embedded engine cannot run here; `faultline doctor` says what to do',
        );
      restarts += 1;
      options.logger.warn({ reason: reason.text, restarts }, 'the embedded engine ended; starting it again');
      await backOff.pause(closing.signal);
    }
  }

  async function superviseOnce(): Promise<Exit> {
    await prepare(config);
    if (closing.signal.aborted) return { final: true, text: 'closed' };
    const started = launch(config, options.launcher ?? launcherPath());
    child = started.child;
    return supervise(started, config, options, closing.signal, backOff);
  }

  const ended = superviseUntilClosed();

  return {
    restarts: () => restarts,
    pid: () => child?.pid,
    restart: () => void child?.kill('SIGKILL'),
    async close() {
      closing.abort();
      if (child) end(child);
      await ended;
    },
  };
}

interface Started {
  readonly child: ChildProcess;
  /** Resolves with what it said last, when it has ended. */
  readonly exit: Promise<Exit>;
}

interface Exit {
  readonly final: boolean;
  readonly text: string;
}

async function prepare(config: EngineConfigOptions): Promise<void> {
  await mkdir(config.directory, { recursive: true });
  // Readable by its owner only: it holds the key.
  await rm(configFile(config.directory), { force: true });
  await writeFile(configFile(config.directory), engineConfig(config), { mode: 0o600 });
  await rm(portFile(config.directory), { force: true });
}

/** Found by the package's own name, because the way there differs between `src` and `dist`. */
function launcherPath(): string {
  return createRequire(import.meta.url).resolve('@faultline/collector/engine');
}

function launch(config: EngineConfigOptions, launcher: string): Started {
  // What the collector's own Node was told (an inspector port, a module to preload) is not for the engine.
  const env = { ...process.env, NODE_OPTIONS: '', TZ: 'UTC' };
  const child = spawn(process.execPath, [launcher, ...engineArguments(config)], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env,
  });
  child.stdin?.on('error', () => undefined);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-errorBytesMax);
  });
  const exit = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ final: false, text: error.message }));
    child.once('close', (code, signal) => {
      const how = `ended with ${signal ?? `code ${code}`}`;
      const why = said.replaceAll(/^Logging .*$/gm, '').trim();
      resolve({ final: code === exitCodeUnsupported, text: why === '' ? how : `${how}: ${why}` });
    });
  });
  return { child, exit };
}

async function supervise(
  { child, exit }: Started,
  config: EngineConfigOptions,
  options: EngineOptions,
  closing: AbortSignal,
  backOff: BackOff,
): Promise<Exit> {
  const over = new AbortController();
  const watching = AbortSignal.any([closing, over.signal]);
  const watch = async (): Promise<void> => {
    const port = await waitForPort(config.directory, watching);
    if (watching.aborted) return;
    if (port === undefined) return void child.kill('SIGKILL');
    const upAtMs = performance.now();
    options.onUp(addressOf(port, config.key));
    await waitForSilence(port, options.silenceMsMax ?? defaultSilenceMsMax, watching, () => {
      if (performance.now() - upAtMs > stableMs) backOff.reset();
    });
    if (!watching.aborted) child.kill('SIGKILL');
  };
  const watched = watch();
  const result = await exit;
  over.abort();
  await watched;
  return result;
}

function addressOf(port: number, key: string): Address {
  return { url: `http://127.0.0.1:${port}`, pathname: enginePath, headers: { [engineKeyHeader]: key } };
}

async function waitForPort(directory: string, signal: AbortSignal): Promise<number | undefined> {
  const deadlineMs = performance.now() + startMsMax;
  while (!signal.aborted && performance.now() < deadlineMs) {
    const text = await readFile(portFile(directory), 'utf8').catch(() => '');
    // Without its line end it is not written to the end yet.
    if (text.endsWith('\n') && (await ping(Number(text), pingMsMax))) return Number(text);
    await sleep(20, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

async function waitForSilence(
  port: number,
  silenceMsMax: number,
  signal: AbortSignal,
  onAnswer: () => void,
): Promise<void> {
  let heardAtMs = performance.now();
  while (!signal.aborted && performance.now() - heardAtMs < silenceMsMax) {
    await sleep(silenceMsMax / 6, undefined, { signal }).catch(() => undefined);
    if (signal.aborted || !(await ping(port, Math.min(pingMsMax, silenceMsMax / 2)))) continue;
    heardAtMs = performance.now();
    onAnswer();
  }
}

/** In order first, at once in the end: what was acknowledged survives either. */
function end(child: ChildProcess): void {
  child.stdin?.end();
  const kill = setTimeout(() => child.kill('SIGKILL'), endMsMax);
  child.once('close', () => clearTimeout(kill));
}
