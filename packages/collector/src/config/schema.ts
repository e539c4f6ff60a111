import { z } from 'zod';

/** What a user may say, in `faultline.yaml` or by environment variable. Every field has a default. */
export interface Config {
  /** Port 0 takes any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** How people reach this collector: the links in alerts. Default: the listen address. */
  readonly publicUrl?: string | undefined;
  /** Spool and, with the embedded engine, the database. */
  readonly dataDir: string;
  /** A ClickHouse server; without `url` the embedded engine is started. */
  readonly clickhouse: {
    readonly url?: string | undefined;
    readonly username: string;
    readonly password: string;
    readonly database: string;
  };
  /** Bearer tokens that senders may use. Without one only this machine may send. */
  readonly tokens: readonly string[];
  /** Listen on a public address without tokens, behind something that authenticates. */
  readonly allowUnauthenticated: boolean;
  readonly alertmanager: { readonly urls: readonly string[] };
  /** How far back the strips on the wall reach. */
  readonly stripSeconds: number;
  /** How many times faster than real time the traffic runs: for replaying outages, never for production. */
  readonly timeCompression: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

const port = z.int().min(0).max(65_535);
const url = z.url({ protocol: /^https?$/ });

export const configSchema: z.ZodType<Config> = z.strictObject({
  listen: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: port.default(4318) })
    .prefault({}),
  publicUrl: url.optional(),
  dataDir: z.string().min(1).default('faultline-data'),
  clickhouse: z
    .strictObject({
      url: url.optional(),
      username: z.string().default('default'),
      password: z.string().default(''),
      database: z
        .string()
        .regex(/^[A-Za-z_]\w*$/)
        .default('faultline'),
    })
    .prefault({}),
  tokens: z.array(z.string().min(16, 'expected at least 16 characters')).default([]),
  allowUnauthenticated: z.boolean().default(false),
  alertmanager: z.strictObject({ urls: z.array(url).default([]) }).prefault({}),
  stripSeconds: z.number().min(60).max(604_800).default(10_800),
  timeCompression: z.number().min(1).max(1000).default(1),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

type Conversion = 'text' | 'number' | 'boolean' | 'list';

/** Environment variable → where its value goes. `_FILE` after any of them reads the value from that file. */
export const environmentVariables: Readonly<
  Record<string, { readonly path: readonly string[]; readonly as: Conversion }>
> = {
  FAULTLINE_LISTEN_HOST: { path: ['listen', 'host'], as: 'text' },
  FAULTLINE_LISTEN_PORT: { path: ['listen', 'port'], as: 'number' },
  FAULTLINE_PUBLIC_URL: { path: ['publicUrl'], as: 'text' },
  FAULTLINE_DATA_DIR: { path: ['dataDir'], as: 'text' },
  FAULTLINE_CLICKHOUSE_URL: { path: ['clickhouse', 'url'], as: 'text' },
  FAULTLINE_CLICKHOUSE_USERNAME: { path: ['clickhouse', 'username'], as: 'text' },
  FAULTLINE_CLICKHOUSE_PASSWORD: { path: ['clickhouse', 'password'], as: 'text' },
  FAULTLINE_CLICKHOUSE_DATABASE: { path: ['clickhouse', 'database'], as: 'text' },
  FAULTLINE_TOKENS: { path: ['tokens'], as: 'list' },
  FAULTLINE_ALLOW_UNAUTHENTICATED: { path: ['allowUnauthenticated'], as: 'boolean' },
  FAULTLINE_ALERTMANAGER_URLS: { path: ['alertmanager', 'urls'], as: 'list' },
  FAULTLINE_STRIP_SECONDS: { path: ['stripSeconds'], as: 'number' },
  FAULTLINE_TIME_COMPRESSION: { path: ['timeCompression'], as: 'number' },
  FAULTLINE_LOG_LEVEL: { path: ['logLevel'], as: 'text' },
};
