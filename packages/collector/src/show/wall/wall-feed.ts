import type { StripAxis, Wall } from '@faultline/conventions';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import type { OfficialNews } from '../../model/official.ts';
import type { ShowSource, StoreHealth } from '../../store/store.ts';
import { createListeners } from './listeners.ts';
import { buildWall, startingWall } from './wall.ts';

export interface WallFeedOptions {
  readonly source: ShowSource;
  readonly storeHealth: () => StoreHealth;
  /** How far back the strips reach. */
  readonly stripMs: number;
  readonly frameMs: number;
  /** How many times faster than real time the traffic runs; "now" and "usual" shrink with it. */
  readonly timeCompression: number;
  /** What vendors say of themselves; left out when nobody reads it. */
  readonly official?: (() => OfficialNews) | undefined;
  readonly now: () => number;
}

/** What the evaluation knows and the store does not. */
export interface WallNews {
  readonly dataUntilMs: number;
  readonly incidents: readonly ReviewedIncident[];
  readonly usualErrorShare: (provider: string, model: string) => number | null;
}

export interface WallFeed {
  /** How long "now" is: what the numbers of a wall are counted over. */
  readonly recentMs: number;
  /** The newest wall. */
  current(): Wall;
  /** The incidents that it was made of. */
  incidents(): readonly ReviewedIncident[];
  publish(news: WallNews): Promise<Wall>;
  /** Says that nothing new can be evaluated; what was known last stays, with its age. */
  fail(detail: string): Wall;
  /** Calls back with every new wall until the returned function is called; `onEnd` when there will be none any more. */
  subscribe(listener: (wall: Wall) => void, onEnd: () => void): () => void;
  /** Lets every subscriber go, so that a stream does not hold the process at shutdown. */
  close(): void;
}

/** Cells of a strip: enough to see a two-minute blip in three hours, few enough for a phone. */
const cellsMax = 90;
/** "Now" is the last minute; five frames at least, so that a compressed minute still holds calls. */
const recentMinuteMs = 60_000;
const recentFramesMin = 5;
/** "Usual" is the hour before the last five minutes: long enough to be calm, recent enough to follow the day. */
const usualMs = 3600_000;
const usualGapMs = 300_000;
/** The usual figures change slowly: they are read again only this often. */
const usualEveryMs = 30_000;

export function createWallFeed(options: WallFeedOptions): WallFeed {
  const { source, now, frameMs, timeCompression } = options;
  const recentMs = Math.max(recentFramesMin * frameMs, recentMinuteMs / timeCompression);
  const listeners = createListeners<Wall>();
  let usual: Awaited<ReturnType<ShowSource['traffic']>> = [];
  let usualReadMs = 0;
  let incidents: readonly ReviewedIncident[] = [];
  let wall = startingWall(now(), now(), axisUntil(now()));

  /** Grows over restarts too, so that a console that reconnects sees a newer wall as newer. */
  function nextVersion(): number {
    return Math.max(wall.version + 1, now());
  }

  function announce(next: Wall): Wall {
    wall = next;
    listeners.tell(wall);
    return wall;
  }

  function axisUntil(untilMs: number): StripAxis {
    const cells = Math.min(cellsMax, Math.ceil(options.stripMs / frameMs));
    const cellMs = Math.max(frameMs, Math.round(options.stripMs / cells / frameMs) * frameMs);
    const endMs = Math.ceil(untilMs / cellMs) * cellMs;
    return { startMs: endMs - cells * cellMs, cellMs, cells };
  }

  async function readUsual(untilMs: number): Promise<void> {
    if (now() - usualReadMs < usualEveryMs / timeCompression) return;
    const endMs = untilMs - usualGapMs / timeCompression;
    usual = await source.traffic({ sinceMs: endMs - usualMs / timeCompression, untilMs: endMs });
    usualReadMs = now();
  }

  return {
    recentMs,
    current: () => wall,
    incidents: () => incidents,
    subscribe: listeners.subscribe,
    close: listeners.end,
    fail: (detail) => {
      const state = wall.collector.state === 'starting' ? 'starting' : 'degraded';
      return announce({ ...wall, version: nextVersion(), collector: { state, detail } });
    },
    publish: async (news) => {
      const untilMs = news.dataUntilMs;
      const axis = axisUntil(untilMs);
      await readUsual(untilMs);
      const [strip, recent] = await Promise.all([
        source.strip(
          { sinceMs: axis.startMs, untilMs: axis.startMs + axis.cells * axis.cellMs },
          axis.cellMs,
        ),
        source.traffic({ sinceMs: untilMs - recentMs, untilMs }),
      ]);
      const next = buildWall({
        version: nextVersion(),
        nowMs: now(),
        dataAtMs: untilMs,
        axis,
        cells: strip,
        recentMs,
        recent,
        usual,
        usualErrorShare: news.usualErrorShare,
        incidents: news.incidents,
        store: options.storeHealth(),
        official: options.official?.(),
      });
      incidents = news.incidents;
      return announce(next);
    },
  };
}
