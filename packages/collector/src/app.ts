import { createHmac } from 'node:crypto';
import { hostname } from 'node:os';
import { Hono } from 'hono';
import { Registry } from 'prom-client';
import { maintenancesOf } from './config/maintenances.ts';
import type { Config } from './config/schema.ts';
import { compressSettings, defaultIncidentSettings } from './evaluate/incident/settings.ts';
import { usualErrorShares } from './evaluate/incident/step.ts';
import { type LoopOptions, startLoop } from './evaluate/loop.ts';
import { mutedBy } from './evaluate/mute.ts';
import { reviewIncidents } from './evaluate/review.ts';
import { openHealth } from './feeds.ts';
import { openServer } from './http-server.ts';
import type { ExplainedIncident } from './model/incident.ts';
import type { Remark } from './model/remark.ts';
import { emptyAlertBook, updateAlertBook } from './notify/alert-book.ts';
import type { AlertSender, Delivery } from './notify/alert-sender.ts';
import { createAlertmanagerSender } from './notify/alertmanager/sender.ts';
import { createWebhookSender } from './notify/webhook/sender.ts';
import { readOfficial } from './official-signal.ts';
import { openShow } from './open-show.ts';
import { createReceiver } from './receive/receiver.ts';
import type { HealthRoutesOptions } from './show/http/health-routes.ts';
import { createSloFeed, type SloFeed } from './show/slo/slo-feed.ts';
import { createWallFeed, type WallFeed } from './show/wall/wall-feed.ts';
import { openStore } from './store/clickhouse/open-store.ts';
import type { StoreOptions } from './store/clickhouse/store-options.ts';
import type { Store } from './store/store.ts';
import { countRows } from './telemetry/call-metrics.ts';
import { type Complain, createComplaints } from './telemetry/complaints.ts';
import { createEvaluationMetrics, type EvaluationMetrics } from './telemetry/evaluation-metrics.ts';
import { createIngestDelay } from './telemetry/ingest-delay.ts';
import type { Logger } from './telemetry/logger.ts';
import { createReceiveMeter } from './telemetry/receive-metrics.ts';
import { registerStoreMetrics } from './telemetry/store-metrics.ts';

export interface App {
  /** Where it listens, as a URL. */
  readonly url: string;
  /** Takes nothing more, keeps what it has, stops the engine. */
  close(): Promise<void>;
}

const frameMs = 2000;

/** The only place that knows every part: receive → store → evaluate → notify → show. */
export async function startApp(config: Config, logger: Logger): Promise<App> {
  const now = Date.now;
  const registry = new Registry();
  const store = await openStore({ ...storeOptions(config), logger: logger.child({ part: 'store' }), now });
  const complain = createComplaints(logger);
  const official = readOfficial(config.official, { store, registry, complain, now });
  const feed = createWallFeed({
    source: store,
    storeHealth: store.health,
    stripMs: config.stripSeconds * 1000,
    frameMs,
    timeCompression: config.timeCompression,
    official: official?.news,
    now,
  });
  const health = openHealth({ store, feed, complain, now });

  const slos = createSloFeed();
  const web = new Hono();
  const meter = createReceiveMeter(registry, logger);
  const ingestDelay = createIngestDelay(now);
  const intake = ingestDelay.watch(countRows(store, registry));
  web.route('/', createReceiver({ intake, now, meter, tokens: config.tokens }));
  web.route(
    '/',
    await openShow(config, {
      store,
      feed,
      slos,
      health,
      official: official?.news,
      registry,
      logger,
      complain,
      ingestDelayP99Ms: ingestDelay.p99Ms,
      frameMs,
      now,
    }),
  );
  const server = await openServer(web, config.listen);

  registerStoreMetrics(registry, store);
  const metrics = createEvaluationMetrics(registry);
  const senders = createSenders(config, metrics, complain);

  const reaction = createReaction({
    config,
    address: server.url,
    store,
    feed,
    slos,
    health,
    metrics,
    senders,
    logger,
    complain,
    ingestDelayMs: ingestDelay.p99Ms,
    now,
  });
  const loop = startLoop({
    source: store,
    ...config.slo,
    ingestDelayMs: ingestDelay.p99Ms,
    incident: compressSettings(defaultIncidentSettings, config.timeCompression),
    frameMs,
    now,
    ...reaction,
  });

  return {
    url: server.url,
    close: async () => {
      feed.close();
      await server.close();
      await loop.stop();
      await official?.close();
      await store.close();
    },
  };
}

function createSenders(
  { alertmanager, webhooks }: Config,
  metrics: EvaluationMetrics,
  complain: Complain,
): readonly AlertSender[] {
  const report =
    (receiver: 'alertmanager' | 'webhook', urls: readonly string[]) =>
    ({ url: to, alerts, result, detail }: Delivery): void => {
      metrics.delivered(receiver, result, alerts);
      const problem = result === 'accepted' ? null : `${result}: ${detail}`;
      // By its place: the path of a webhook may be what opens it.
      complain(
        `${receiver} ${urls.indexOf(to) + 1}`,
        problem,
        `the ${receiver} at ${new URL(to).host} does not take alerts`,
      );
    };
  return [
    createAlertmanagerSender({
      ...alertmanager,
      fetch,
      onDelivery: report('alertmanager', alertmanager.urls),
    }),
    createWebhookSender({
      ...{ webhooks, fetch, sign },
      onDelivery: report(
        'webhook',
        webhooks.map(({ url }) => url),
      ),
    }),
  ];
}

function storeOptions({ dataDir, clickhouse, retention }: Config): Omit<StoreOptions, 'logger' | 'now'> {
  const { url, username, password, database, caFile, certFile, keyFile, cluster, nodes } = clickhouse;
  const { key, ...readerAddress } = clickhouse.reader;
  return {
    dataDir,
    url,
    user: username,
    password,
    database,
    tls: caFile === undefined ? undefined : { caFile, certFile, keyFile },
    cluster: cluster === undefined ? undefined : { name: cluster, nodes },
    reader: key === undefined ? undefined : { ...readerAddress, key },
    retention,
  };
}

interface Reaction {
  readonly config: Config;
  readonly address: string;
  readonly store: Store;
  readonly feed: WallFeed;
  readonly slos: SloFeed;
  readonly health: HealthRoutesOptions;
  readonly metrics: EvaluationMetrics;
  readonly senders: readonly AlertSender[];
  readonly logger: Logger;
  readonly complain: Complain;
  readonly ingestDelayMs: () => number | null;
  readonly now: () => number;
}

interface ReactionResult {
  readonly onEvaluation: LoopOptions['onEvaluation'];
  readonly onError: LoopOptions['onError'];
}

/** What follows from an evaluation: it is kept, alerted, shown and measured, in this order. */
function createReaction(parts: Reaction): ReactionResult {
  const { config, store, feed, metrics, senders, logger, complain, now } = parts;
  const publicUrl = config.publicUrl ?? reachable(parts.address);
  const maintenances = maintenancesOf(config);
  const remarksOn = createRemarkReader(store, complain);
  let book = emptyAlertBook;
  const tell = async (atMs: number): Promise<void> => {
    const speaks = await store.isSpeaking();
    metrics.speaks(speaks);
    if (speaks) await Promise.all(senders.map((sender) => sender.send(book.alerts, atMs)));
  };
  return {
    onEvaluation: async ({ transitions, incidents, serviceLevels, atMs: nowMs, dataUntilMs, detector }) => {
      for (const transition of transitions) {
        const { id, state, class: incidentClass } = transition.incident;
        const muted = mutedBy(transition.incident, maintenances, transition.atMs);
        logger.info({ incident: id, state, class: incidentClass, muted }, transition.sentence);
        // A history that cannot be written must not keep anybody from being paged.
        await store
          .save({ ...transition, incident: { ...transition.incident, mutedBy: muted } })
          .catch((err) => logger.error({ err, incident: id }, 'incident not stored'));
      }
      // Beside what follows, and awaited before the wall: the first verdicts after a restart have them already.
      const overridesAreRead = parts.health.overrides.read();
      const remarks = await remarksOn(incidents);
      const reviewed = reviewIncidents(incidents, { maintenances, remarks, nowMs });
      book = updateAlertBook(book, { incidents: reviewed, slos: serviceLevels.statuses, nowMs, publicUrl });
      parts.slos.publish(serviceLevels);
      // Not waited for: an Alertmanager that hangs must not hold up the next evaluation.
      void tell(nowMs);
      await overridesAreRead;
      await feed.publish({
        dataUntilMs,
        incidents: reviewed,
        usualErrorShare: usualErrorShares(detector),
      });
      metrics.observe({
        incidents: reviewed,
        serviceLevels,
        ingestDelayMs: parts.ingestDelayMs(),
        verdicts: parts.health.health.refresh().verdicts,
        atMs: nowMs,
      });
      const tooMany = serviceLevels.omitted > 0 ? 'too many for slo.instancesMax' : null;
      complain('service levels', tooMany, 'some providers, models or services have no service level');
      complain('evaluation', null, 'evaluation works again');
    },
    onError: (error) => {
      metrics.failed();
      const reason = error instanceof Error ? error.message : String(error);
      complain('evaluation', reason, 'evaluation skipped');
      feed.fail(`evaluation skipped: ${reason}`);
      // Blind is not resolved: Alertmanager would end an alert that nobody repeats.
      void tell(now());
    },
  };
}

/** What people said about incidents, as far as it can be read: an alert must not fail for want of it. */
function createRemarkReader(
  store: Store,
  complain: Complain,
): (incidents: readonly ExplainedIncident[]) => Promise<readonly Remark[]> {
  let known: readonly Remark[] = [];
  return async (incidents) => {
    try {
      known = await store.remarks(incidents.map(({ incident }) => incident.id));
      complain('remarks', null, 'remarks can be read again');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      complain('remarks', reason, 'what people said about incidents cannot be read');
    }
    return known;
  };
}

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Where others can open it: 0.0.0.0 is every address of this machine and none to go to. */
function reachable(address: string): string {
  return address.replace(/\/\/(0\.0\.0\.0|\[::\])/, `//${hostname()}`);
}
