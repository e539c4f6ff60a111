import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createScenarioClock, type ScenarioClock } from '../scenario/clock.ts';
import { type Provider, providers, type Scenario } from '../scenario/scenario.ts';
import { createAnswering } from './answer.ts';
import { createScript, type Override } from './script.ts';
import { createServedLog, type ServedRequest } from './served-log.ts';

export interface VendorsOptions {
  /** Default: a healthy fleet, for tests that script every fault. */
  readonly scenario?: Scenario;
  /** Default 1. */
  readonly seed?: number;
  /** Scenario seconds per real second. Default 1. */
  readonly compression?: number;
  /** Multiplies every latency; 0 answers at once. Default 1. */
  readonly latencyFactor?: number;
  /** Content chunks of a streamed answer. Default 8. */
  readonly streamChunks?: number;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

/** Simulated vendors, each listening on a loopback port of its own. */
export interface Vendors {
  /** Origins, such as `http://127.0.0.1:40123`; OpenAI's SDK wants `/v1` behind it. */
  readonly urls: Readonly<Record<Provider, string>>;
  /** Lets scenario time 0 be `atMs` (default: now). Before that every vendor is healthy. */
  start(atMs?: number): void;
  /** Scenario milliseconds; null before {@link start}. */
  scenarioMs(): number | null;
  /** Scripts the next requests; several overrides are used up in the order they were added. */
  override(override: Override): void;
  clearOverrides(): void;
  /** The latest requests, oldest first; those in flight have no `endMs`. */
  served(): readonly ServedRequest[];
  /** How many older requests `served` no longer lists. */
  servedDropped(): number;
  /** Cuts every connection and frees the ports; resolves when nothing is left. */
  close(): Promise<void>;
}

export async function startVendors(options: VendorsOptions = {}): Promise<Vendors> {
  const now = options.now ?? Date.now;
  const script = createScript();
  const log = createServedLog();
  let clock: ScenarioClock | null = null;
  const scenarioMs = (): number | null => clock?.toScenarioMs(now()) ?? null;
  const answer = createAnswering({
    scenario: options.scenario ?? null,
    seed: options.seed ?? 1,
    latencyFactor: options.latencyFactor ?? 1,
    streamChunks: options.streamChunks ?? 8,
    script,
    log,
    now,
    scenarioMs,
  });
  const servers = await Promise.all(
    providers.map((provider) => listen((request, response) => answer(provider, request, response))),
  );
  return {
    urls: Object.fromEntries(
      providers.map((provider, index) => [provider, urlOf(servers[index])]),
    ) as unknown as Record<Provider, string>,
    start(atMs = now()) {
      clock = createScenarioClock({ startMs: atMs, compression: options.compression ?? 1 });
    },
    scenarioMs,
    override: script.add,
    clearOverrides: script.clear,
    served: log.list,
    servedDropped: log.dropped,
    async close() {
      await Promise.all(servers.map(shut));
    },
  };
}

function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handle);
  // A pooled connection that the server closes first would look like the reset we simulate.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function urlOf(server: Server | undefined): string {
  const address = server?.address() as AddressInfo;
  return `http://127.0.0.1:${address.port}`;
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
