import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { maintenancesOf } from './config/maintenances.ts';
import type { Config } from './config/schema.ts';
import { explain } from './evaluate/incident/explain.ts';
import { openStatus } from './feeds.ts';
import type { OfficialNews } from './model/official.ts';
import { visibilityOf } from './normalise/visibility.ts';
import { openAccess } from './open-access.ts';
import { framesFormat } from './replay/frames-file.ts';
import type { ApiOptions } from './show/http/api/api.ts';
import { loadConsoleBundle } from './show/http/console-bundle.ts';
import type { HealthRoutesOptions } from './show/http/health-routes.ts';
import type { IncidentRoutesOptions } from './show/http/incident-routes.ts';
import { createShow } from './show/http/show.ts';
import { createPageReader } from './show/pages/page-reader.ts';
import type { SloFeed } from './show/slo/slo-feed.ts';
import type { WallFeed } from './show/wall/wall-feed.ts';
import type { Store } from './store/store.ts';
import type { Complain } from './telemetry/complaints.ts';
import type { Logger } from './telemetry/logger.ts';
import { version } from './version.ts';

interface Surroundings {
  readonly store: Store;
  readonly feed: WallFeed;
  readonly slos: SloFeed;
  readonly health: HealthRoutesOptions;
  /** Left out when nobody reads what vendors say. */
  readonly official: (() => OfficialNews) | undefined;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly complain: Complain;
  readonly ingestDelayP99Ms: () => number | null;
  readonly frameMs: number;
  readonly now: () => number;
}

/** Everything people and machines read, as it is configured. */
export async function openShow(config: Config, parts: Surroundings): Promise<Hono> {
  const { store, feed, registry, logger, frameMs, now } = parts;
  const consoleBundle = await loadConsoleBundle();
  const incidents = incidentRoutes(config, parts);
  const costPerHour = config.slo.costPerHour ?? null;
  const keptDays = config.retention.secondsDays;
  return createShow({
    access: await openAccess({ config, store, logger, renderLogin: consoleBundle.renderLogin, now }),
    feed,
    pages: createPageReader({
      ...incidents,
      ...{ store, feed, slos: parts.slos, costPerHour },
      ...{ retention: config.retention, timeCompression: config.timeCompression },
    }),
    incidents,
    health: parts.health,
    status: openStatus(config, incidents.maintenances, parts),
    api: apiOptions(config, parts),
    onFault: (err) => logger.error({ err }, 'a request failed'),
    sla: { source: store, corrections: config.slo.corrections, costPerHour, now },
    frames: { source: store, format: framesFormat, frameMs, keptDays, now },
    storeHealth: store.health,
    consoleBundle,
    metrics: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
    now,
  });
}

function apiOptions({ retention }: Config, { store, slos, ingestDelayP99Ms, now }: Surroundings): ApiOptions {
  return {
    ...{ source: store, store, slos: slos.current, visibility: visibilityOf, retention, version },
    ...{ ingestDelayP99Ms, startedMs: now() },
  };
}

function incidentRoutes(config: Config, { store, official, now }: Surroundings): IncidentRoutesOptions {
  return {
    store,
    official,
    maintenances: maintenancesOf(config),
    explain,
    newId: randomUUID,
    now,
  };
}
