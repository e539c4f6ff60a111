import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { startChild } from './child-process.ts';
import { type Cleanup, temporaryFolder } from './cleanup.ts';
import { eventually } from './eventually.ts';

const launcher = createRequire(import.meta.url).resolve('@faultline/collector/engine');

/**
 * The embedded engine run by hand: a ClickHouse server that several collectors can share. Returns its address. `config` is
 * XML inside `<clickhouse>`.
 */
export async function startClickhouseServer(cleanup: Cleanup, config = ''): Promise<string> {
  const folder = temporaryFolder(cleanup);
  const configFile = join(folder, 'server.xml');
  const portFile = join(folder, 'server.port');
  writeFileSync(configFile, `<clickhouse><timezone>UTC</timezone>${config}</clickhouse>`);
  const queries = [
    'SYSTEM START LISTEN HTTP',
    `INSERT INTO FUNCTION file('${portFile}', 'TSV', 'port UInt16') SELECT getServerPort('http_port')`,
    // It serves for as long as this one waits for its input.
    "SELECT count() FROM file('stdin', LineAsString)",
  ];
  const child = startChild(cleanup, {
    command: process.execPath,
    args: [
      launcher,
      `--config-file=${configFile}`,
      `--path=${join(folder, 'data')}`,
      '--log-level=warning',
      '--listen_host=127.0.0.1',
      '--http_port=0',
      '--query',
      queries.join('; '),
    ],
    endsWithInput: true,
  });
  const port = eventually(
    'the server listens',
    () => existsSync(portFile) && readFileSync(portFile, 'utf8').trim(),
  );
  return `http://127.0.0.1:${await child.whileAlive(port)}`;
}
