import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askClickHouse } from './ask-clickhouse.mjs';

const launcher = fileURLToPath(new URL('../packages/collector/bin/engine.js', import.meta.url));
const quiet = { info: () => undefined, warn: console.error, error: console.error };

/**
 * The collector's store on an engine of its own; `ask` goes to the engine past the collector's own reads.
 * @param {(options: object) => Promise<any>} openStore @param {object} [retention]
 */
export async function openBenchStore(openStore, retention = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  const store = await openStore({ dataDir, logger: quiet, now: Date.now, retention, engine: { launcher } });
  for (let waits = 0; store.health().engine !== 'up'; waits += 1) {
    if (waits === 600) throw new Error(`the engine does not start: ${store.health().detail}`);
    await sleep(100);
  }
  return {
    store,
    ask: engineOf(dataDir),
    async close() {
      await store.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

function engineOf(dataDir) {
  const home = join(dataDir, 'clickhouse');
  const config = readFileSync(join(home, 'engine.xml'), 'utf8');
  const key = /<X-Faultline-Engine>([^<]+)</.exec(config)?.[1] ?? '';
  const port = readFileSync(join(home, 'engine.port'), 'utf8').trim();
  return (sql) => askClickHouse(`http://127.0.0.1:${port}/sql`, sql, { 'X-Faultline-Engine': key });
}
