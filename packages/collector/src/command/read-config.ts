import { ConfigError, type LoadedConfig, loadConfig } from '../config/load.ts';

/** Settings that the command line may give. */
export interface ConfigFlags {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly clickhouseReadonlyPort?: number;
}

export const readerPortFlag = '--clickhouse-readonly-port';

/** What `serve` would start with. */
export function readConfig(flags: ConfigFlags): LoadedConfig {
  const { config: file, host, port, dataDir, clickhouseReadonlyPort: readerPort } = flags;
  const clickhouse = { reader: { port: readerPort } };
  const loaded = loadConfig({
    file,
    environment: process.env,
    flags: { listen: { host, port }, dataDir, clickhouse },
  });
  // Without a key the port stays closed: whoever asks for it by name must not find that out from Grafana.
  const { url, reader } = loaded.config.clickhouse;
  if (readerPort !== undefined && (url ?? reader.key) === undefined)
    throw new ConfigError(readerPortFlag, [
      'needs the password of faultline_reader: set FAULTLINE_CLICKHOUSE_READER_KEY, or FAULTLINE_CLICKHOUSE_READER_KEY_FILE ' +
        'to a file with it (clickhouse.reader.key, at least 16 characters)',
    ]);
  if (readerPort !== undefined && url !== undefined)
    throw new ConfigError(readerPortFlag, [
      'is for the embedded engine; clickhouse.url names a server, which is read at its own address by users of its own',
    ]);
  return loaded;
}
