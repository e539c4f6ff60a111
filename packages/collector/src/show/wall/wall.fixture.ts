import type { Wall } from '@faultline/conventions';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import type { ModelTraffic } from '../../store/store.ts';
import { createListeners } from './listeners.ts';
import { buildWall } from './wall.ts';
import type { WallFeed } from './wall-feed.ts';

export interface SampleWall {
  readonly version?: number;
  readonly nowMs: number;
  /** How old the newest frame is. */
  readonly lateMs?: number;
  readonly recent: readonly ModelTraffic[];
  readonly incidents?: readonly ReviewedIncident[];
}

/** A wall of the traffic of a minute. */
export function sampleWall({ version = 1, nowMs, lateMs = 2000, recent, incidents = [] }: SampleWall): Wall {
  return buildWall({
    version,
    nowMs,
    dataAtMs: nowMs - lateMs,
    axis: { startMs: nowMs - 60_000, cellMs: 2000, cells: 30 },
    cells: [],
    recentMs: 60_000,
    recent,
    usual: [],
    usualErrorShare: () => null,
    incidents,
    store: { ready: true, engine: 'up', spooledRows: 0, spooledBytes: 0, detail: '' },
  });
}

/** Walls as they are told to a feed by hand. */
export interface SampleWalls extends Pick<WallFeed, 'current' | 'incidents' | 'recentMs' | 'subscribe'> {
  show(wall: Wall, incidents?: readonly ReviewedIncident[]): void;
  close(): void;
}

export function createSampleWalls(first: Wall): SampleWalls {
  const listeners = createListeners<Wall>();
  let current = first;
  let incidents: readonly ReviewedIncident[] = [];
  return {
    recentMs: 60_000,
    current: () => current,
    incidents: () => incidents,
    subscribe: listeners.subscribe,
    show: (wall, found = []) => {
      current = wall;
      incidents = found;
      listeners.tell(wall);
    },
    close: listeners.end,
  };
}
