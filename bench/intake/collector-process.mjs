import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = join(dirname(fileURLToPath(import.meta.url)), '../../packages/collector/bin/faultline.js');
/** Linux counts the time of a process in hundredths of a second. */
const ticksPerSecond = 100;

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

function childOf(parent) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).find((pid) => fieldsOf(pid)?.[1] === String(parent));
}

/** What follows the command's name, which may hold spaces and brackets. */
function fieldsOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function usageOf(pid) {
  const fields = fieldsOf(pid) ?? [];
  const residentKb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    residentMb: Number(residentKb) / 1024,
  };
}

function metricIn(exposition, name) {
  const lines = exposition
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
