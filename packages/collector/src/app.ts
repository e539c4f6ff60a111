import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import { Registry } from 'prom-client';
import type { Config } from './config/schema.ts';
import { compressSettings, defaultIncidentSettings } from './evaluate/incident/settings.ts';
import { startLoop } from './evaluate/loop.ts';
import { openHealth } from './feeds.ts';
import { openServer } from './http-server.ts';
import type { AlertSender, Delivery } from './notify/alert-sender.ts';
import { createAlertmanagerSender } from './notify/alertmanager/sender.ts';
import { createWebhookSender } from './notify/webhook/sender.ts';
import { readOfficial } from './official-signal.ts';
import { openShow } from './open-show.ts';
import { createReaction } from './reaction.ts';
import { createReceiver } from './receive/receiver.ts';
import { createSloFeed } from './show/slo/slo-feed.ts';
import { createWallFeed } from './show/wall/wall-feed.ts';
import { openStore } from './store/clickhouse/open-store.ts';
import type { StoreOptions } from './store/clickhouse/store-options.ts';
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

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
