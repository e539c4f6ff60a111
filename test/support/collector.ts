import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Wall } from '@faultline/conventions';
import { type Child, type Exit, startChild } from './child-process.ts';
import { type Cleanup, temporaryFolder } from './cleanup.ts';
import { eventually } from './eventually.ts';
import { sumOf } from './exposition.ts';
import { freePort } from './free-port.ts';
import { childrenOf, commandOf } from './processes.ts';

export interface Collector {
  readonly url: string;
  readonly dataDir: string;
  pid(): number;
  /** Of the embedded ClickHouse; undefined while there is none. */
  enginePid(): number | undefined;
  /** SIGKILL, and returns once the process is gone. */
  kill(): Promise<Exit>;
  /** SIGTERM, and returns once the process is gone. */
  terminate(): Promise<Exit>;
  /** On the same port and data directory, after an end; it is not ready yet. */
  startAgain(): void;
  restart(): Promise<void>;
  /** Of its JSON. */
  read<T>(path: string): Promise<T>;
  wall(): Promise<Wall>;
  incidents(): Promise<readonly StoredIncident[]>;
  /** A metric, summed over the series whose labels contain the given ones. */
  metric(name: string, labels?: Readonly<Record<string, string>>): Promise<number>;
  /** Everything acknowledged has reached ClickHouse. */
  drained(): Promise<void>;
}

export interface StoredIncident {
  readonly id: string;
  readonly state: string;
  readonly widestClass: string;
  readonly provider: string | null;
  readonly confirmedMs: number | null;
  readonly resolvedMs: number | null;
}

const resolveFrom = createRequire(import.meta.url);
const launcher = join(dirname(resolveFrom.resolve('@faultline/collector/package.json')), 'bin/faultline.js');

/** What to run for `faultline <args>`. */
export function faultlineCommand(...args: readonly string[]): { command: string; args: string[] } {
  return { command: process.execPath, args: [launcher, ...args] };
}

/** A collector that takes spans, with an engine of its own on a new data directory. Its token, if `env` has one, opens it. */
export async function startCollector(
  cleanup: Cleanup,
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<Collector> {
  const dataDir = temporaryFolder(cleanup);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = (): Child =>
    startChild(cleanup, {
      ...faultlineCommand('serve', '--port', String(port), ...flags),
      env: { FAULTLINE_DATA_DIR: dataDir, FAULTLINE_LOG_LEVEL: 'warn', ...env },
      cwd: dataDir,
    });
  let child = start();
  const token = env.FAULTLINE_ACCESS_VIEW ?? env.FAULTLINE_ACCESS_OPERATE ?? env.FAULTLINE_TOKENS;
  const get = async (path: string): Promise<Response> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(url + path, { headers });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  };
  const end = (signal: NodeJS.Signals): Promise<Exit> => {
    child.signal(signal);
    return child.exit;
  };
  const collector: Collector = {
    url,
    dataDir,
    pid: () => child.pid,
    enginePid: () => childrenOf(child.pid).find((pid) => commandOf(pid).includes('engine.js')),
    kill: () => end('SIGKILL'),
    terminate: () => end('SIGTERM'),
    startAgain: () => {
      child = start();
    },
    restart: async () => {
      collector.startAgain();
      await isReady(child, url);
    },
    read: async <T>(path: string) => (await (await get(path)).json()) as T,
    wall: () => collector.read<Wall>('/api/v1/wall'),
    incidents: async () => {
      const { incidents } = await collector.read<{ incidents: StoredIncident[] }>('/api/v1/incidents');
      return incidents;
    },
    metric: async (name, labels = {}) => sumOf(await (await get('/metrics')).text(), name, labels),
    drained: async () => {
      await eventually(
        'everything acknowledged is in ClickHouse',
        async () => (await collector.metric('faultline_store_spooled_rows')) === 0,
      );
    },
  };
  await isReady(child, url);
  return collector;
}

async function isReady(child: Child, url: string): Promise<void> {
  const announced = `Faultline listens on ${url} `;
  await child.whileAlive(eventually('the collector listens', () => child.said().stdout.includes(announced)));
  await child.whileAlive(eventually('the collector is ready', async () => (await fetch(`${url}/readyz`)).ok));
}
