import { text } from 'node:stream/consumers';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Address } from './connector.ts';
import { clientFor } from './link.ts';
import { explainServerFailure } from './server-failure.ts';

/** What a server that somebody else runs tells of itself. */
export type ServerSight =
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'answers';
      readonly host: string;
      readonly version: string;
      readonly user: string;
      readonly database: string;
      /** Its clock, and how long the question took. */
      readonly clockMs: number;
      readonly askedMs: number;
      readonly answeredMs: number;
      /** As one would grant them; null where the server cannot be asked (before 24.10). */
      readonly missingGrants: readonly string[] | null;
      readonly cluster: ClusterSight | null;
    };

export type ClusterSight =
  | {
      readonly kind: 'seen';
      readonly name: string;
      readonly nodes: number;
      readonly known: readonly string[];
    }
  /** The user may not read `system.clusters`, and need not. */
  | { readonly kind: 'hidden'; readonly name: string };

export interface SightOptions {
  readonly address: Address;
  readonly database: string;
  readonly cluster: string | undefined;
  /** Without replicas each node is migrated by itself, and nothing is sent on cluster. */
  readonly replicated: boolean;
  readonly timeoutMs: number;
  readonly now: () => number;
}

export async function lookAtServer(options: SightOptions): Promise<ServerSight> {
  const { address, timeoutMs } = options;
  const client = clientFor(address);
  try {
    const abort_signal = AbortSignal.timeout(timeoutMs);
    const answer = await client.ping({ select: true, abort_signal });
    if (!answer.success) return { kind: 'refused', reason: explainServerFailure(answer.error, address) };
    return await sight(client, options);
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    return { kind: 'refused', reason: explainServerFailure(failure, address) };
  } finally {
    await client.close();
  }
}

interface Introduction {
  readonly version: string;
  readonly user: string;
  readonly clockMs: number;
}

async function sight(client: ClickHouseClient, options: SightOptions): Promise<ServerSight> {
  const { address, database, now } = options;
  const ask = async <T>(query: string): Promise<readonly T[]> => {
    const result = await client.query({
      query,
      format: 'JSONEachRow',
      abort_signal: AbortSignal.timeout(options.timeoutMs),
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    return result.json<T>();
  };
  const askedMs = now();
  const [met] = await ask<Introduction>(
    'SELECT version() AS version, currentUser() AS user, toUnixTimestamp64Milli(now64(3)) AS clockMs',
  );
  const answeredMs = now();
  if (!met) throw new Error('it answers nothing to a question');
  return {
    ...{ kind: 'answers', host: new URL(address.url).host, database, askedMs, answeredMs },
    ...{ version: met.version, user: met.user, clockMs: met.clockMs },
    missingGrants: await missingGrants(client, options),
    cluster: await clusterNamed(ask, options.cluster),
  };
}

type Ask = <T>(query: string) => Promise<readonly T[]>;

/** As docs/operating.md lists them. */
const tableGrants = ['SELECT', 'INSERT', 'CREATE DATABASE', 'CREATE TABLE', 'CREATE VIEW', 'ALTER TABLE'];

async function missingGrants(
  client: ClickHouseClient,
  { database, cluster, replicated, timeoutMs }: SightOptions,
): Promise<readonly string[] | null> {
  const needed = [
    ...tableGrants.map((each) => `${each} ON ${database}.*`),
    'TABLE ENGINE ON *',
    ...(cluster !== undefined && replicated ? ['CLUSTER ON *.*'] : []),
  ];
  const missing: string[] = [];
  for (const grant of needed) {
    // A statement that takes no format: it answers 1 or 0 and a line end.
    const abort_signal = AbortSignal.timeout(timeoutMs);
    const answer = await client
      .exec({ query: `CHECK GRANT ${grant}`, abort_signal })
      .then(({ stream }) => text(stream))
      .catch(() => null);
    if (answer === null) return null;
    if (answer.trim() !== '1') missing.push(grant);
  }
  return missing;
}

async function clusterNamed(ask: Ask, name: string | undefined): Promise<ClusterSight | null> {
  if (name === undefined) return null;
  const query = 'SELECT cluster, count() AS nodes FROM system.clusters GROUP BY cluster ORDER BY cluster';
  const rows = await ask<{ readonly cluster: string; readonly nodes: number }>(query).catch(() => null);
  if (rows === null) return { kind: 'hidden', name };
  const known = rows.map(({ cluster }) => cluster);
  const nodes = rows.find(({ cluster }) => cluster === name)?.nodes ?? 0;
  return { kind: 'seen', name, nodes, known };
}
