import type { HealthOverride } from '../../model/health-override.ts';
import { createListeners } from '../wall/listeners.ts';
import type { WallFeed } from '../wall/wall-feed.ts';
import type { HealthVerdict } from './verdict.ts';
import { createVerdictHistory, type VerdictHistory } from './verdict-history.ts';
import { verdictsOf } from './verdicts.ts';

export interface HealthFeedOptions {
  readonly wall: Pick<WallFeed, 'current' | 'incidents' | 'recentMs' | 'subscribe'>;
  /** What operators say; those that are over do no harm. */
  readonly overrides: () => readonly HealthOverride[];
  /** Unlike that of any other process: numbers of another one mean something else. */
  readonly instance: string;
  readonly now: () => number;
}

export interface HealthSnapshot {
  readonly version: number;
  /** End of the newest evaluated frame. */
  readonly dataAtMs: number;
  readonly verdicts: readonly HealthVerdict[];
}

export interface HealthFeed extends Pick<VerdictHistory, 'nextAfter' | 'knows'> {
  /** Looks again, whether something has become old or was overridden. The snapshot is the same one while nothing changed. */
  refresh(): HealthSnapshot;
  /** How long "of late" is, of which the numbers of verdicts are. */
  readonly windowSeconds: number;
  /** False before the first evaluation: what a reader was told before the restart is better than nothing. */
  isReady(): boolean;
  /** Names a version so that it is recognised when it comes back. */
  idOf(version: number): string;
  /** Null for a name that is not of this process. */
  versionOf(id: string): number | null;
  subscribe(onNews: () => void, onEnd: () => void): () => void;
}

/** What a look depends on beside time. */
interface Seen {
  readonly wallVersion: number;
  readonly overridden: string;
  readonly atMs: number;
}

/** Age alone makes verdicts stale, at most this long after it does. */
const lookAgainMs = 1000;

/** The newest verdicts, made of the newest wall and of what operators say. */
export function createHealthFeed({ wall, overrides, instance, now }: HealthFeedOptions): HealthFeed {
  const history = createVerdictHistory(now());
  const listeners = createListeners<void>();
  let snapshot: HealthSnapshot | undefined;
  let seen: Seen | undefined;

  function look(nowMs: number): HealthSnapshot {
    const current = wall.current();
    const before = history.version();
    const advice = verdictsOf({
      wall: current,
      recentMs: wall.recentMs,
      incidents: wall.incidents(),
      overrides: overrides(),
      nowMs,
    });
    const verdicts = history.take(advice, nowMs);
    snapshot = { version: history.version(), dataAtMs: current.dataAtMs, verdicts };
    if (snapshot.version !== before) listeners.tell();
    return snapshot;
  }

  function refresh(): HealthSnapshot {
    const next: Seen = {
      wallVersion: wall.current().version,
      overridden: JSON.stringify(overrides()),
      atMs: now(),
    };
    const isSame =
      seen?.wallVersion === next.wallVersion &&
      seen.overridden === next.overridden &&
      next.atMs - seen.atMs < lookAgainMs;
    if (isSame && snapshot) return snapshot;
    seen = next;
    return look(next.atMs);
  }

  wall.subscribe(refresh, listeners.end);
  return {
    refresh,
    windowSeconds: wall.recentMs / 1000,
    isReady: () => wall.current().collector.state !== 'starting',
    nextAfter: history.nextAfter,
    knows: history.knows,
    idOf: (version) => `${version}-${instance}`,
    versionOf: (id) => {
      const [, version, name] = /^(\d{1,16})-(.+)$/.exec(id) ?? [];
      return name === instance ? Number(version) : null;
    },
    subscribe: listeners.subscribe,
  };
}
