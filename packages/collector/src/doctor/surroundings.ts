import type { Config } from '../config/schema.ts';
import type { Address } from '../store/clickhouse/connection/connector.ts';
import { tryEngine } from '../store/clickhouse/connection/engine-trial.ts';
import { lookAtServer } from '../store/clickhouse/connection/server-sight.ts';
import { readTls } from '../store/clickhouse/connection/tls.ts';
import type { ClickHouseFacts } from './clickhouse.ts';
import type { OtherClock } from './clock.ts';
import type { DirectoryFacts } from './data-directory.ts';
import type { DestinationFacts } from './destinations.ts';
import type { PortFacts } from './listening.ts';
import type { PlatformFacts } from './platform.ts';
import { type AlertmanagerSight, probeAlertmanager } from './probes/alertmanager.ts';
import { probeSynchronisation } from './probes/clock.ts';
import { probeDirectory } from './probes/data-directory.ts';
import { probeDestination, probeListening } from './probes/network.ts';
import { probePlatform } from './probes/platform.ts';
import { type CollectorSight, probeCollector } from './probes/running-collector.ts';

export interface LookOptions {
  readonly config: Config;
  readonly nodeVersionMin: string;
  /** Addresses of vendors' pages that are read. */
  readonly statusPages: readonly string[];
  /** With which a running collector is asked. */
  readonly token: string | undefined;
}

/** Everything that the findings are made of. */
export interface Surroundings {
  readonly platform: PlatformFacts;
  readonly directory: DirectoryFacts;
  readonly ports: readonly PortFacts[];
  readonly collector: CollectorSight | null;
  readonly clickhouse: ClickHouseFacts;
  readonly alertmanagers: readonly AlertmanagerSight[];
  readonly webhooks: readonly DestinationFacts[];
  readonly statusPages: readonly DestinationFacts[];
  readonly isSynchronised: boolean | null;
}

/** Of one question over the network: longer, and whoever is asked is of no use in an outage. */
const askMsMax = 5_000;
/** As long as the collector itself waits for it. */
const engineMsMax = 60_000;

export async function lookAround(options: LookOptions): Promise<Surroundings> {
  const { config } = options;
  // Before the engine is tried, which keeps the disk and the processor busy.
  const directory = await probeDirectory(config.dataDir);
  const collector = await findCollector(options);
  const together = <T, R>(items: readonly T[], probe: (item: T) => Promise<R>): Promise<readonly R[]> =>
    Promise.all(items.map(probe));
  const destination = (url: string): Promise<DestinationFacts> => probeDestination(url, askMsMax);
  const [platform, ports, alertmanagers, webhooks, statusPages, isSynchronised] = await Promise.all([
    probePlatform(options.nodeVersionMin),
    probePorts(config, collector),
    together(config.alertmanager.urls, (url) => probeAlertmanager(url, askMsMax)),
    together(config.webhooks, ({ url }) => destination(url)),
    together([...new Set(options.statusPages.map((page) => new URL(page).origin))], destination),
    probeSynchronisation(askMsMax),
  ]);
  const clickhouse = await probeClickHouse(config, collector);
  return {
    ...{ platform, directory, ports, collector, clickhouse },
    ...{ alertmanagers, webhooks, statusPages, isSynchronised },
  };
}

/** All that were read while looking around. */
export function clocksIn({ alertmanagers, clickhouse }: Surroundings): readonly OtherClock[] {
  const clocks = alertmanagers.flatMap(({ clock }) => clock ?? []);
  if (clickhouse.kind !== 'server' || clickhouse.server.kind !== 'answers') return clocks;
  const { host, clockMs, askedMs, answeredMs } = clickhouse.server;
  return [...clocks, { of: `ClickHouse at ${host}`, clockMs, resolutionMs: 1, askedMs, answeredMs }];
}

async function findCollector({ config, token }: LookOptions): Promise<CollectorSight | null> {
  const { host, port } = config.listen;
  if (port === 0) return null;
  const { view, operate } = config.access;
  const own = token ?? view[0]?.token ?? operate[0]?.token ?? config.tokens[0];
  return probeCollector(`http://${reachable(host)}:${port}`, own, askMsMax);
}

/** 0.0.0.0 is every address of this machine and none to go to. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function probePorts(
  { listen, clickhouse }: Config,
  collector: CollectorSight | null,
): Promise<readonly PortFacts[]> {
  const { reader } = clickhouse;
  const wanted = [
    { ...listen, isReaderPort: false },
    ...(reader.key === undefined ? [] : [{ host: reader.host, port: reader.port, isReaderPort: true }]),
  ];
  const faultline = collector && { version: collector.version };
  return Promise.all(
    wanted.map(async (each) => ({
      ...each,
      outcome: await probeListening(each.host, each.port),
      faultline,
    })),
  );
}

async function probeClickHouse(config: Config, collector: CollectorSight | null): Promise<ClickHouseFacts> {
  const { url, database, cluster, nodes } = config.clickhouse;
  if (url === undefined) {
    if (collector?.facts.engine === 'up') return { kind: 'running' };
    return { kind: 'trial', trial: await tryEngine({ timeoutMs: engineMsMax }) };
  }
  const address = await addressOf(url, config).catch((error: Error) => error.message);
  if (typeof address === 'string') return { kind: 'server', server: { kind: 'refused', reason: address } };
  const server = await lookAtServer({
    ...{ address, database, cluster, replicated: nodes.length === 0 },
    ...{ timeoutMs: askMsMax, now: Date.now },
  });
  return { kind: 'server', server };
}

async function addressOf(url: string, { clickhouse }: Config): Promise<Address> {
  const { username, password, caFile, certFile, keyFile } = clickhouse;
  const tls = caFile === undefined ? undefined : await readTls({ caFile, certFile, keyFile });
  return { url, pathname: new URL(url).pathname, headers: {}, user: username, password, tls };
}
