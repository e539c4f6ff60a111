import { createScenarioClock, type ScenarioClock } from '../scenario/clock.ts';
import { type Scenario, type SimulatedProvider, simulatedProviders } from '../scenario/scenario.ts';
import { createAnswering } from './answer.ts';
import { regionHeader } from './caller.ts';
import { listen } from './listen.ts';
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

/** Where one region of a vendor is reached. */
export interface RegionalEndpoint {
  readonly provider: SimulatedProvider;
  readonly region: string;
  readonly url: string;
}

/** Simulated vendors, each listening on a loopback port of its own. */
export interface Vendors {
  /** Origins, such as `http://127.0.0.1:40123`; OpenAI's SDK wants `/v1` behind it. */
  readonly urls: Readonly<Record<SimulatedProvider, string>>;
  /** As real regions are: hosts of their own. For every region of the fleet, if something happens to one of them. */
  readonly regions: readonly RegionalEndpoint[];
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
  const listeners = await Promise.all(
    simulatedProviders.map((provider) => listen((request, response) => answer(provider, request, response))),
  );
  const regional = await Promise.all(
    regionsOf(options.scenario).map(async ({ provider, region }) => {
      const listener = await listen((request, response) => {
        request.headers[regionHeader] ??= region;
        return answer(provider, request, response);
      });
      listeners.push(listener);
      return { provider, region, url: listener.url };
    }),
  );
  return {
    regions: regional,
    urls: Object.fromEntries(
      simulatedProviders.map((provider, index) => [provider, listeners[index]?.url]),
    ) as Record<SimulatedProvider, string>,
    start(atMs = now()) {
      clock = createScenarioClock({ startMs: atMs, compression: options.compression ?? 1 });
    },
    scenarioMs,
    override: script.add,
    clearOverrides: script.clear,
    served: log.list,
    servedDropped: log.dropped,
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

function regionsOf(scenario: Scenario | undefined): readonly Omit<RegionalEndpoint, 'url'>[] {
  if (!scenario?.phases.some(({ region }) => region !== null)) return [];
  const places = new Map(
    scenario.fleet.flatMap(({ provider, regions }) =>
      Object.keys(regions).map((region) => [`${provider} ${region}`, { provider, region }]),
    ),
  );
  return [...places.values()];
}
