import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { vi } from 'vitest';

// The embedded engine, run by hand and without our handlers, is a ClickHouse server that somebody else runs.

export interface ForeignServerOptions {
  /** Data and configuration; a server on the same one finds what the last one left. */
  readonly directory: string;
  readonly httpPort?: number | undefined;
  /** With it the server speaks ClickHouse's own protocol too, as nodes of a cluster do. */
  readonly tcpPort?: number | undefined;
  /** XML inside `<clickhouse>`. */
  readonly config?: string;
}

export interface ForeignServer {
  readonly url: string;
  readonly httpPort: number;
  /** The answer of the default user, as text. */
  ask(sql: string): Promise<string>;
  /** SIGKILL, and returns once the process is gone. */
  kill(): Promise<void>;
}

const launcher = createRequire(import.meta.url).resolve('@faultline/collector/engine');

export async function startForeignServer(options: ForeignServerOptions): Promise<ForeignServer> {
  const { directory, httpPort = 0, tcpPort, config = '' } = options;
  const configFile = join(directory, 'server.xml');
  const portFile = join(directory, 'server.port');
  await writeFile(configFile, `<clickhouse><timezone>UTC</timezone>${config}</clickhouse>`);
  await rm(portFile, { force: true });
  const queries = [
    'SYSTEM START LISTEN HTTP',
    ...(tcpPort === undefined ? [] : ['SYSTEM START LISTEN TCP']),
    `INSERT INTO FUNCTION file('${portFile}', 'TSV', 'port UInt16') SELECT getServerPort('http_port')`,
    "SELECT count() FROM file('stdin', LineAsString)",
  ];
  const child = spawn(
    process.execPath,
    [
      launcher,
      `--config-file=${configFile}`,
      `--path=${join(directory, 'data')}`,
      '--log-level=warning',
      '--listen_host=127.0.0.1',
      `--http_port=${httpPort}`,
      ...(tcpPort === undefined ? [] : [`--tcp_port=${tcpPort}`]),
      '--query',
      queries.join('; '),
    ],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  const url = `http://127.0.0.1:${await portOf(child, portFile)}`;
  return {
    url,
    httpPort: Number(new URL(url).port),
    async ask(sql) {
      const answer = await fetch(url, { method: 'POST', body: sql, headers: { connection: 'close' } });
      const text = await answer.text();
      if (!answer.ok) throw new Error(text);
      return text.trim();
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

async function portOf(child: ChildProcess, portFile: string): Promise<number> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const text = (): Promise<string> => readFile(portFile, 'utf8').catch(() => '');
  const isUp = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}: ${said}`);
    return (await text()).endsWith('\n');
  };
  await vi.waitUntil(isUp, { timeout: 30_000, interval: 20 });
  return Number(await text());
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
