import type { OfficialNews } from '../../model/official.ts';
import { visibilityOf } from '../../normalise/visibility.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import type { Store, StoreHealth } from '../../store/store.ts';
import { createHealthFeed } from '../health/health-feed.ts';
import { createOverrideBook } from '../health/override-book.ts';
import { createPageReader } from '../pages/page-reader.ts';
import { createSloFeed, type SloFeed } from '../slo/slo-feed.ts';
import { createStatusSource } from '../status/status-source.ts';
import { createWallFeed } from '../wall/wall-feed.ts';
import { sampleAccess } from './access.fixture.ts';
import { createAccess } from './access.ts';
import type { ShowOptions } from './show.ts';

export interface ShownParts extends ShowOptions {
  readonly store: Store;
  readonly slos: SloFeed;
}

const retention = { rawDays: 7, secondsDays: 1, minutesDays: 45, hoursDays: 800, daysDays: 800 };

/** Everything that is shown, over the store on arrays and without a built console. */
export function showOptions({
  nowMs,
  storeHealth,
  official,
}: {
  readonly nowMs: number;
  readonly storeHealth?: () => StoreHealth;
  readonly official?: () => OfficialNews;
}): ShownParts {
  const store = createMemoryStore();
  const health = storeHealth ?? store.health;
  const slos = createSloFeed();
  const now = (): number => nowMs;
  const feed = createWallFeed({
    ...{ source: store, storeHealth: health, official, now },
    ...{ stripMs: 3 * 3600 * 1000, frameMs: 2000, timeCompression: 1 },
  });
  const overrides = createOverrideBook({ store, now, onRead: () => undefined });
  const explain = ({ id }: { readonly id: string }): string => `What ${id} is.`;
  return {
    ...{ store, slos, now, storeHealth: health, feed },
    access: createAccess(sampleAccess({ store, now })),
    pages: createPageReader({
      ...{
        store,
        feed,
        slos,
        official,
        maintenances: [],
        explain,
        now,
        costPerHour: null,
        retention,
        timeCompression: 1,
      },
    }),
    api: {
      ...{ source: store, store: { health, stats: store.stats }, slos: slos.current, retention },
      ...{
        visibility: visibilityOf,
        ingestDelayP99Ms: () => null,
        version: '1.2.3',
        startedMs: nowMs - 90_500,
      },
    },
    health: {
      health: createHealthFeed({ wall: feed, overrides: overrides.inForce, instance: 'i', now }),
      ...{ overrides, newId: () => 'id', now },
    },
    status: {
      source: createStatusSource({
        ...{ feed, store, maintenances: [], title: 'LLM vendors', now, onRead: () => undefined },
      }),
      ...{ isPublic: false, url: null },
    },
    sla: { source: store, corrections: [], costPerHour: null, now },
    frames: { source: store, format: 'f/1', frameMs: 2000, keptDays: 1, now },
    incidents: {
      ...{ store, official, maintenances: [], explain, now, newId: () => 'id' },
    },
    consoleBundle: {
      renderPage: (page) => `<h1>${page.kind === 'wall' ? page.wall.headline : page.kind}</h1>`,
      renderLogin: () => '',
      readAsset: async (name) =>
        name === 'console.js' ? { body: new Uint8Array([1]), contentType: 'text/javascript' } : null,
    },
    onFault: (error) => {
      throw error;
    },
    metrics: async () => ({ text: 'up 1\n', contentType: 'text/plain' }),
  };
}
