import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { StoreUnavailableError } from '../../store.ts';
import { judgeFailure } from '../insert-failure.ts';
import { isBrokenPart } from './broken-part.ts';
import type { Address } from './connector.ts';

/** Runs a statement that only reads, and returns its rows. `{name:Type}` in it stands for the parameter of that name. */
export type Query = <T>(sql: string, parameters?: Readonly<Record<string, unknown>>) => Promise<readonly T[]>;

/** The way to ClickHouse while there is one. */
export interface Link {
  connect(client: ClickHouseClient): void;
  /** Open requests fail, later ones wait for the next connection. */
  disconnect(reason: string): Promise<void>;
  isUp(): boolean;
  /** Waits for a connection, so that a restart of half a second is no failure. */
  client(signal?: AbortSignal): Promise<ClickHouseClient>;
  query: Query;
}

/** A reader that has waited this long should hear that something is wrong. */
const waitMsMax = 5_000;
/** The slowest query of ours takes well under a second; one that runs away must not hold the others up. */
const readSecondsMax = 20;

/**
 * In a cluster with replicas, the first one that is up of each shard takes the rows and is asked for them, whichever
 * node a request reaches: another one may not have them yet, and a frame without them would be judged wrongly.
 */
export const sameReplica: ClickHouseSettings = { load_balancing: 'in_order', prefer_localhost_replica: 0 };

/** `onFailedRead` is told of every read that ClickHouse failed. */
export function createLink(onFailedRead: (error: unknown) => void = () => undefined): Link {
  let client: ClickHouseClient | undefined;
  let reason = 'starting';
  let waiting: ((client: ClickHouseClient) => void)[] = [];

  function next(signal: AbortSignal): Promise<ClickHouseClient> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        waiting = waiting.filter((waiter) => waiter !== go);
        reject(new StoreUnavailableError(`ClickHouse is not reachable: ${reason}`));
      };
      const go = (connected: ClickHouseClient): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(connected);
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(go);
    });
  }

  const link: Link = {
    connect(connected) {
      client = connected;
      for (const resolve of waiting.splice(0)) resolve(connected);
    },
    async disconnect(because) {
      reason = because;
      const closing = client;
      client = undefined;
      await closing?.close();
    },
    isUp: () => client !== undefined,
    client: async (signal = AbortSignal.timeout(waitMsMax)) => client ?? next(signal),
    async query(sql, parameters) {
      const asked = (await link.client()).query({
        query: sql,
        ...(parameters ? { query_params: { ...parameters } } : {}),
        format: 'JSONEachRow',
        clickhouse_settings: {
          ...sameReplica,
          readonly: '2',
          max_execution_time: readSecondsMax,
          cancel_http_readonly_queries_on_client_close: 1,
          // Counts stay far below 2^53.
          output_format_json_quote_64bit_integers: 0,
        },
      });
      return asked
        .then((result) => result.json<never>())
        .catch((error: unknown) => {
          onFailedRead(error);
          return explainFailedRead(error);
        });
    },
  };
  return link;
}

/** Whether asking later helps; a statement that is wrong stays what it is. */
function explainFailedRead(error: unknown): never {
  if (isBrokenPart(error))
    throw new StoreUnavailableError('ClickHouse cannot read what it keeps', { cause: error });
  const judged = judgeFailure(error);
  if (judged.kind === 'rejected' || judged.failure === 'other') throw error;
  throw new StoreUnavailableError(judged.reason, { cause: error });
}

export function clientFor(address: Address): ClickHouseClient {
  return createClient({
    url: address.url,
    pathname: address.pathname,
    http_headers: address.headers,
    // The URL may name them as well.
    ...(address.user === undefined ? {} : { username: address.user }),
    ...(address.password === undefined ? {} : { password: address.password }),
    ...(address.tls === undefined ? {} : { tls: address.tls }),
    application: 'faultline',
    // Every failure reaches a caller of ours, who knows whether it matters.
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: 60_000,
    max_open_connections: 8,
    keep_alive: { enabled: true, idle_socket_ttl: 2_000 },
  });
}
