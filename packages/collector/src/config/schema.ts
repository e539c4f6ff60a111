import { z } from 'zod';
import type { Correction } from '../evaluate/slo/corrections.ts';
import type { Retention } from '../model/retention.ts';
import { type AccessConfig, access } from './access.ts';
import { type ClickHouseConfig, clickhouse } from './clickhouse.ts';
import { mute } from './correction.ts';
import { port, receiverUrl, url } from './network.ts';
import { type OfficialConfig, official } from './official.ts';
import { retention } from './retention.ts';
import { secret } from './secret.ts';
import { type SloConfig, slo } from './slo.ts';

/** What a user may say, in `faultline.yaml` or by environment variable. Every field has a default. */
export interface Config {
  /** Port 0 takes any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** How people reach this collector: the links in alerts. Default: the listen address. */
  readonly publicUrl?: string | undefined;
  /** Spool and, with the embedded engine, the database. */
  readonly dataDir: string;
  readonly clickhouse: ClickHouseConfig;
  readonly retention: Retention;
  /** Bearer tokens of senders, and without `access` of everybody else. Without one only this machine may. */
  readonly tokens: readonly string[];
  /** Tokens of people and programs that read and operate. */
  readonly access: AccessConfig;
  /** Listen on a public address without tokens, behind something that authenticates. */
  readonly allowUnauthenticated: boolean;
  /** How many proxies stand before this collector and say where a request came from. 0: nobody is believed. */
  readonly trustProxy: number;
  readonly alertmanager: { readonly urls: readonly string[] };
  /** Programs that are told of each alert, with a signature. */
  readonly webhooks: readonly { readonly url: string; readonly secret: string }[];
  /** Objectives beside or in place of the built-in ones, and time that does not count. */
  readonly slo: SloConfig;
  /** Time in which incidents page nobody, beside `slo.corrections`. */
  readonly incidents: { readonly mute: readonly Correction[] };
  /** Vendors' status pages, read as a second signal. */
  readonly official: OfficialConfig;
  /** Below `/status`: what aggregators and the public read. */
  readonly status: {
    /** Anybody may read it, without a token and from pages of other sites. */
    readonly public: boolean;
    readonly title: string;
    /** How people reach it. Default: `/status` below `publicUrl`, or where they asked. */
    readonly url?: string | undefined;
  };
  /** How far back the strips on the wall reach. */
  readonly stripSeconds: number;
  /** How many times faster than real time the traffic runs: for replaying outages, never for production. */
  readonly timeCompression: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export const configSchema: z.ZodType<Config> = z.strictObject({
  listen: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: port.default(4318) })
    .prefault({}),
  publicUrl: url.optional(),
  dataDir: z.string().min(1).default('faultline-data'),
  clickhouse: clickhouse.prefault({}),
  retention: retention.prefault({}),
  tokens: z.array(secret).default([]),
  access: access.prefault({}),
  allowUnauthenticated: z.boolean().default(false),
  trustProxy: z.int().min(0).max(10).default(0),
  alertmanager: z.strictObject({ urls: z.array(receiverUrl).default([]) }).prefault({}),
  webhooks: z.array(z.strictObject({ url: receiverUrl, secret })).default([]),
  slo: slo.prefault({}),
  incidents: z.strictObject({ mute: z.array(mute).default([]) }).prefault({}),
  official: official.prefault({}),
  status: z
    .strictObject({
      public: z.boolean().default(false),
      title: z.string().trim().min(1).max(100).default('LLM vendors'),
      url: url.optional(),
    })
    .prefault({}),
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
  FAULTLINE_CLICKHOUSE_CA_FILE: { path: ['clickhouse', 'caFile'], as: 'text' },
  FAULTLINE_CLICKHOUSE_CERT_FILE: { path: ['clickhouse', 'certFile'], as: 'text' },
  FAULTLINE_CLICKHOUSE_KEY_FILE: { path: ['clickhouse', 'keyFile'], as: 'text' },
  FAULTLINE_CLICKHOUSE_CLUSTER: { path: ['clickhouse', 'cluster'], as: 'text' },
  FAULTLINE_CLICKHOUSE_NODES: { path: ['clickhouse', 'nodes'], as: 'list' },
  FAULTLINE_CLICKHOUSE_READER_HOST: { path: ['clickhouse', 'reader', 'host'], as: 'text' },
  FAULTLINE_CLICKHOUSE_READER_PORT: { path: ['clickhouse', 'reader', 'port'], as: 'number' },
  FAULTLINE_CLICKHOUSE_READER_KEY: { path: ['clickhouse', 'reader', 'key'], as: 'text' },
  FAULTLINE_RETENTION_RAW_DAYS: { path: ['retention', 'rawDays'], as: 'number' },
  FAULTLINE_RETENTION_SECONDS_DAYS: { path: ['retention', 'secondsDays'], as: 'number' },
  FAULTLINE_RETENTION_MINUTES_DAYS: { path: ['retention', 'minutesDays'], as: 'number' },
  FAULTLINE_RETENTION_HOURS_DAYS: { path: ['retention', 'hoursDays'], as: 'number' },
  FAULTLINE_RETENTION_DAYS_DAYS: { path: ['retention', 'daysDays'], as: 'number' },
  FAULTLINE_TOKENS: { path: ['tokens'], as: 'list' },
  FAULTLINE_ACCESS_VIEW: { path: ['access', 'view'], as: 'list' },
  FAULTLINE_ACCESS_OPERATE: { path: ['access', 'operate'], as: 'list' },
  FAULTLINE_ALLOW_UNAUTHENTICATED: { path: ['allowUnauthenticated'], as: 'boolean' },
  FAULTLINE_TRUST_PROXY: { path: ['trustProxy'], as: 'number' },
  FAULTLINE_ALERTMANAGER_URLS: { path: ['alertmanager', 'urls'], as: 'list' },
  FAULTLINE_OFFICIAL_ENABLED: { path: ['official', 'enabled'], as: 'boolean' },
  FAULTLINE_STATUS_PUBLIC: { path: ['status', 'public'], as: 'boolean' },
  FAULTLINE_STATUS_TITLE: { path: ['status', 'title'], as: 'text' },
  FAULTLINE_STATUS_URL: { path: ['status', 'url'], as: 'text' },
  FAULTLINE_STRIP_SECONDS: { path: ['stripSeconds'], as: 'number' },
  FAULTLINE_TIME_COMPRESSION: { path: ['timeCompression'], as: 'number' },
  FAULTLINE_LOG_LEVEL: { path: ['logLevel'], as: 'text' },
};
