import type { HealthFeed, HealthSnapshot } from '../health/health-feed.ts';
import type { HealthVerdict } from '../health/verdict.ts';
import { type EventReader, encodeComment, encodeEvent } from './event-stream.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The events of one reader: `snapshot` first, which replaces everything told before, then `verdict` for each that is new,
 * and `ping`, which says that all of it still holds. Who comes back with an id of this process gets what changed since;
 * with any other one a snapshot, so that a verdict is never lost: verdicts are states, not happenings.
 */
export type OpenHealthReader = (lastEventId: string | undefined) => EventReader;

export function createHealthReaders(feed: HealthFeed, now: () => number): OpenHealthReader {
  // Encoded once for all that read it, and forgotten with it.
  const encoded = new WeakMap<HealthSnapshot | HealthVerdict, Bytes>();
  const once = (of: HealthSnapshot | HealthVerdict, event: 'snapshot' | 'verdict'): Bytes => {
    const bytes = encoded.get(of) ?? encodeEvent({ event, id: feed.idOf(of.version), data: of });
    encoded.set(of, bytes);
    return bytes;
  };
  return (lastEventId) => {
    let seen = lastEventId === undefined ? null : feed.versionOf(lastEventId);
    const next = (): Bytes | null => {
      if (!feed.isReady()) return null;
      if (seen === null || !feed.knows(seen)) {
        const snapshot = feed.refresh();
        seen = snapshot.version;
        return once(snapshot, 'snapshot');
      }
      const verdict = feed.nextAfter(seen);
      if (!verdict) return null;
      seen = verdict.version;
      return once(verdict, 'verdict');
    };
    return {
      next,
      idle: () => {
        const { version, dataAtMs } = feed.refresh();
        const news = next();
        if (news) return news;
        // Before the first snapshot there is nothing that could still hold.
        if (seen === null) return encodeComment('Faultline is starting');
        return encodeEvent({ event: 'ping', data: { version, dataAtMs, atMs: now() } });
      },
      subscribe: feed.subscribe,
    };
  };
}
