import { spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { childOf } from '../process-usage.mjs';

const launcher = fileURLToPath(new URL('../../packages/collector/bin/faultline.js', import.meta.url));
const preload = new URL('clock.mjs', import.meta.url).href;
/** What systemd's `RestartSec` would be. */
const restartMs = 1000;

/**
 * The collector as an init system runs it: started again a second after it has ended, however it ended.
 * @param {{ flags: readonly string[], env: Record<string, string>, logFile: string, onLine: (line: string, atMs: number) => void }} options
 */
export function superviseCollector({ flags, env, logFile, onLine }) {
  const log = openSync(logFile, 'a');
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  let isStopping = false;
  let starts = 0;
  /** @type {Promise<void>} */
  let running = Promise.resolve();

  async function keepRunning() {
    while (!isStopping) {
      starts += 1;
      await runOnce();
      if (!isStopping) await sleep(restartMs);
    }
  }

  async function runOnce() {
    const args = ['--import', preload, launcher, 'serve', ...flags];
    const own = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    child = own;
    for (const stream of [own.stdout, own.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        writeSync(log, `${line}\n`);
        onLine(line, Date.now());
      });
    await new Promise((resolve) => own.once('close', resolve));
  }

  return {
    start() {
      running = keepRunning();
    },
    pid: () => child?.pid,
    enginePid: () => (child?.pid === undefined ? undefined : childOf(child.pid)),
    starts: () => starts,
    kill: () => child?.kill('SIGKILL'),
    /** SIGTERM, and for good. */
    async stop() {
      isStopping = true;
      child?.kill('SIGTERM');
      await running;
      closeSync(log);
    },
  };
}
