import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Wall } from '@faultline/conventions';
import { type Scenario, startVendors, type Vendors } from '@faultline/simulator';
import { startAlertReceiver } from './alert-receiver.ts';
import { type Child, startNode } from './child-process.ts';
import { type CollectorClient, createCollectorClient } from './collector-client.ts';
import type { Narrator } from './narrator.ts';
import type { Options } from './options.ts';
import { type Pace, paceOf } from './pace.ts';
import { buildReport, type Report } from './report.ts';
import { createSightings } from './sightings.ts';
import { readTokens, senderHeaders, type Tokens } from './tokens.ts';

/** A running demo. */
export interface Play {
  readonly consoleUrl: string;
  /** Resolves when the outage has been played and every incident is over (or it is clear that one stays). */
  readonly finished: Promise<Report>;
  stop(): Promise<void>;
}

/** Calls that end in the same seconds must not wait for the first connection and compilation of everything. */
const startDelayMs = 1500;
const pollMs = 250;
/** Frames without a fault that are seen before it is said that nothing is open. */
const afterOutageMs = 4_000;
/** A cold disk reads the engine's half gigabyte slowly. */
const readyMsMax = 60_000;
/** Beyond the last fault: at ten per cent errors a model with little traffic takes a minute to show that it serves again. */
const settleMsMax = 90_000;
/** An alert leaves before the wall shows why; told in this order it would be a riddle. */
const alertAfterWallMs = 3 * pollMs;

export async function startPlay(
  scenario: Scenario,
  options: Options,
  narrator: Narrator,
  launcher: string,
): Promise<Play> {
  const pace = paceOf(scenario, options);
  const tokens = readTokens(process.env);
  const cleanups: (() => Promise<void>)[] = [];
  // Last started, first stopped: what the app has measured is flushed while the collector still listens.
  const stop = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'faultline-demo-'));
    cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
    const alerts = await startAlertReceiver((alert) =>
      setTimeout(() => narrator.alert(alert), alertAfterWallMs),
    );
    cleanups.push(alerts.close);
    const { compression, latencyFactor } = pace;
    const vendors = await startVendors({ scenario, seed: options.seed, compression, latencyFactor });
    cleanups.push(vendors.close);
    const own =
      options.collector === null
        ? startCollector(launcher, options.port, pace, dataDir, alerts.url)
        : undefined;
    if (own) cleanups.push(own.stop);
    const consoleUrl = own ? ((await own.line(/listens on (\S+)/))[1] ?? '') : (options.collector ?? '');
    const client = createCollectorClient(consoleUrl, tokens.access);
    if (own) await Promise.race([untilReady(client), own.ended]);
    const startAtMs = Date.now() + startDelayMs;
    // Where the scenario began, if all of it were played.
    const originMs = startAtMs - pace.fromMs / compression;
    vendors.start(originMs);
    const app = startSampleApp({
      scenario,
      options,
      pace,
      vendors,
      collectorUrl: consoleUrl,
      startAtMs: originMs,
      tokens,
    });
    cleanups.push(app.stop);
    const faultsMs = scenario.truth.map(({ fromMs }) => fromMs);
    const outageMs = faultsMs.length === 0 ? null : originMs + Math.min(...faultsMs) / compression;
    const sightings = createSightings(Date.now, outageMs);
    const played = follow(client, startAtMs + pace.lastsMs, options, (wall) => {
      sightings.see(wall);
      narrator.wall(wall);
    }).then(() => buildReport(scenario, client, alerts.received, sightings.clock(vendors.served())));
    const ends = [played, app.ended, ...(own ? [own.ended] : [])];
    return { consoleUrl, finished: Promise.race(ends), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startCollector(
  launcher: string,
  port: number,
  pace: Pace,
  dataDir: string,
  alertmanagerUrl: string,
): Child {
  const args = [launcher, 'serve', '--port', String(port)];
  // In a folder of its own, where no faultline.yaml of anybody lies.
  return startNode('the collector', args, dataDir, {
    FAULTLINE_DATA_DIR: dataDir,
    FAULTLINE_ALERTMANAGER_URLS: alertmanagerUrl,
    FAULTLINE_TIME_COMPRESSION: String(pace.detectorCompression),
    // The whole play fits on the strips.
    FAULTLINE_STRIP_SECONDS: String(Math.max(90, Math.ceil(pace.lastsMs / 1000) + 30)),
    FAULTLINE_LOG_LEVEL: 'warn',
  });
}

/** Without the engine nothing is ever found, and nobody would know why. */
async function untilReady(client: CollectorClient): Promise<void> {
  const giveUpMs = Date.now() + readyMsMax;
  for (;;) {
    const { ready, engine, detail } = await client.readiness();
    if (ready && engine === 'up') return;
    if (engine === 'down' || Date.now() > giveUpMs)
      throw new Error(
        `The demo needs the embedded ClickHouse. ${detail}\n` +
          'A collector of yours, with a server, can be played to as well: faultline demo --collector URL.',
      );
    await sleep(pollMs);
  }
}

interface SampleApp {
  readonly scenario: Scenario;
  readonly options: Options;
  readonly pace: Pace;
  readonly vendors: Vendors;
  readonly collectorUrl: string;
  readonly startAtMs: number;
  readonly tokens: Tokens;
}

function startSampleApp({ scenario, options, pace, vendors, ...rest }: SampleApp): Child {
  const { collectorUrl, startAtMs, tokens } = rest;
  const assignment = {
    scenario: scenario.name,
    urls: vendors.urls,
    regions: vendors.regions,
    startAtMs,
    seed: options.seed,
    compression: pace.compression,
    rateFactor: pace.rateFactor,
    fromMs: pace.fromMs,
    timeoutMs: pace.timeoutMs,
  };
  const hosts = [
    ...Object.entries(vendors.urls).map(([provider, url]) => `${new URL(url).host}=${provider}`),
    ...vendors.regions.map(({ provider, region, url }) => `${new URL(url).host}=${provider}/${region}`),
  ];
  const app = fileURLToPath(new URL('./app.js', import.meta.url));
  return startNode('the sample app', [app], dirname(app), {
    OTEL_SERVICE_NAME: 'checkout',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=demo',
    OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
    FAULTLINE_PROVIDER_HOSTS: hosts.join(','),
    DEMO_ASSIGNMENT: JSON.stringify(assignment),
    ...senderHeaders(tokens),
  });
}

/** Tells what the wall says until the outage is over and nothing is open any more. */
async function follow(
  client: CollectorClient,
  endAtMs: number,
  { untilMs }: Options,
  see: (wall: Wall) => void,
): Promise<void> {
  // Who stops in the middle of an outage does not wait for its end.
  const giveUpMs = untilMs === null ? endAtMs + settleMsMax : endAtMs;
  while (Date.now() < giveUpMs) {
    const wall = await client.wall();
    see(wall);
    const open = wall.incidents.some((incident) => incident.state !== 'resolved');
    // Until it has seen the time after, the wall may not have come to the outage yet: a busy machine evaluates late.
    if (!open && wall.dataAtMs > endAtMs + afterOutageMs) return sleep(alertAfterWallMs);
    await sleep(pollMs);
  }
}
