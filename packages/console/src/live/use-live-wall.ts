import type { Wall } from '@faultline/conventions';
import { useEffect, useState } from 'preact/hooks';
import { announceChanges } from '../wall/announcement.ts';
import type { Connection } from './liveness.ts';
import { followWall } from './wall-stream.ts';

export interface LiveWall {
  readonly wall: Wall;
  readonly connection: Connection;
  /** The collector's clock, to the second. */
  readonly nowMs: number;
  /** For a live region: what changed with the newest wall that changed a state. */
  readonly announcement: string;
}

const streamUrl = '/api/v1/wall/stream';
const tickMs = 1000;

/**
 * The first wall and time are the server's, so that hydration finds exactly what was rendered; then the stream and a
 * one-second clock take over. A hidden tab follows nothing: browsers allow six connections to one host.
 *
 * @param clockAheadMs how far this machine's clock runs ahead of the collector's
 */
export function useLiveWall(first: Wall, renderedAtMs: number, clockAheadMs: number): LiveWall {
  const [shown, setShown] = useState({ wall: first, announcement: '' });
  const [connection, setConnection] = useState<Connection>('none');
  const [nowMs, setNowMs] = useState(renderedAtMs);

  useEffect(() => {
    const show = (wall: Wall): void => {
      setNowMs(Date.now() - clockAheadMs);
      setShown((before) => ({
        wall,
        announcement: announceChanges(before.wall, wall) || before.announcement,
      }));
    };
    const start = (): (() => void) => {
      const tick = (): void => setNowMs(Date.now() - clockAheadMs);
      tick();
      const clock = setInterval(tick, tickMs);
      const stop = followWall({
        open: () => new EventSource(streamUrl),
        onWall: show,
        onConnection: setConnection,
      });
      return () => {
        clearInterval(clock);
        stop();
      };
    };
    return whileVisible(start, () => setConnection('lost'));
  }, [clockAheadMs]);

  return { ...shown, connection, nowMs };
}

/** Runs `start` whenever the page becomes visible and undoes it when the page is hidden or `stop` is called. */
function whileVisible(start: () => () => void, onPause: () => void): () => void {
  let undo: (() => void) | undefined;
  const follow = (): void => {
    if (document.visibilityState === 'visible') {
      undo ??= start();
      return;
    }
    undo?.();
    undo = undefined;
    onPause();
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    undo?.();
  };
}
