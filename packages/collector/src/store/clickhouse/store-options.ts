import type { Retention } from '../../model/retention.ts';
import type { Logger } from '../logger.ts';
import type { ReaderGateOptions } from './connection/reader-gate.ts';
import type { TlsFiles } from './connection/tls.ts';

export interface StoreOptions {
  /** Spool, and the embedded engine with its data. One process at a time. */
  readonly dataDir: string;
  /** A ClickHouse server to use instead of the embedded engine. */
  readonly url?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly tls?: TlsFiles | undefined;
  readonly cluster?: ClusterOptions | undefined;
  readonly database?: string | undefined;
  /** A gate for others to read the embedded engine through; a server has users for that. */
  readonly reader?: ReaderGateOptions | undefined;
  readonly limits?: Partial<StoreLimits> | undefined;
  readonly retention?: Partial<Retention> | undefined;
  readonly engine?: Partial<EngineSettings> | undefined;
  readonly logger: Logger;
  readonly now: () => number;
}

interface ClusterOptions {
  /** As the servers' `remote_servers` name it. */
  readonly name: string;
  /** The address of every node of a cluster without replicas. Empty: with replicas and Keeper. */
  readonly nodes: readonly string[];
}

/** With every default filled in. */
export interface StoreSettings extends StoreOptions {
  readonly database: string;
  readonly limits: StoreLimits;
  readonly retention: Retention;
  readonly engine: EngineSettings;
}

interface StoreLimits {
  readonly segmentRowsMax: number;
  readonly segmentAgeMsMax: number;
  /** Of the spool as a whole, as is the next one. */
  readonly rowsMax: number;
  readonly bytesMax: number;
  readonly identitiesMax: number;
  readonly insertMsMax: number;
  readonly warmUpMsMax: number;
  readonly closeMsMax: number;
}

interface EngineSettings {
  /** 0: any free one. */
  readonly httpPort: number;
  readonly memoryBytesMax: number;
  readonly fsyncInserts: boolean;
  /** Instead of this package's own `bin/engine.js`. */
  readonly launcher: string | undefined;
}

export const defaultLimits: StoreLimits = {
  // The more rows, the less each costs the engine; more than this are mostly more bytes than a segment may have.
  segmentRowsMax: 25_000,
  // Part of the delay between a failure and its detection.
  segmentAgeMsMax: 1_000,
  // About two hours of 500 rows per second, at 300 bytes a row.
  rowsMax: 4_000_000,
  bytesMax: 2 * 2 ** 30,
  // 32 bytes each, in two generations.
  identitiesMax: 500_000,
  // A few hundred times what a full segment takes, and less than the 60 s after which the client would say it itself.
  insertMsMax: 45_000,
  // Whoever was cut off by our crash has given up by then, so that what was seen before no longer matters.
  warmUpMsMax: 60_000,
  closeMsMax: 10_000,
};

/** One day of 2 s cells serves the detector, 45 days of minutes a month of service levels. */
export const defaultRetention: Retention = {
  rawDays: 7,
  secondsDays: 1,
  minutesDays: 45,
  hoursDays: 800,
  daysDays: 800,
};

export const defaultEngine: EngineSettings = {
  httpPort: 0,
  memoryBytesMax: 1.2e9,
  fsyncInserts: false,
  launcher: undefined,
};

export function withDefaults(options: StoreOptions): StoreSettings {
  const { database = 'faultline' } = options;
  if (!/^[A-Za-z_]\w*$/.test(database)) throw new Error(`not a database name: ${database}`);
  return {
    ...options,
    database,
    limits: { ...defaultLimits, ...options.limits },
    retention: { ...defaultRetention, ...options.retention },
    engine: { ...defaultEngine, ...options.engine },
  };
}
