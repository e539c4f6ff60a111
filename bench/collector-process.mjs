import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { metricIn } from './exposition.mjs';
import { childOf, usageOf } from './process-usage.mjs';

const launcher = join(dirname(fileURLToPath(import.meta.url)), '../packages/collector/bin/faultline.js');

/** The collector as users start it, with the embedded engine. @param {string} dataDir */
export async function startCollector(dataDir) {
  const child = spawn(process.execPath, [launcher, 'serve', '--port', '0', '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FAULTLINE_LOG_LEVEL: 'error' },
  });
  const url = await addressOf(child);
  await until(async () => (await fetch(`${url}/readyz`)).ok);
  const pid = /** @type {number} */ (child.pid);
  const engine = /** @type {number} */ (childOf(pid));
  return {
    url,
    /** CPU seconds and resident megabytes so far. */
    usage: () => ({ collector: usageOf(pid), engine: usageOf(engine) }),
    /** @param {string} name */
    metric: async (name) => metricIn(await (await fetch(`${url}/metrics`)).text(), name),
    drained: () =>
      until(
        async () =>
          metricIn(await (await fetch(`${url}/metrics`)).text(), 'faultline_store_spooled_rows') === 0,
      ),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new Error(`the collector ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const address = /listens on (\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
  });
}

async function until(isSo) {
  while (!(await isSo().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50));
}
