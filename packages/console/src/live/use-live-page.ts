import type { Page, Wall } from '@faultline/conventions';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LivePage } from '../page-content.tsx';
import { announceChanges } from '../wall/announcement.ts';
import type { Connection } from './liveness.ts';
import { parsePage } from './parse-page.ts';
import { isDue } from './refresh.ts';
import { followWall } from './wall-stream.ts';

const streamUrl = '/api/v1/wall/stream';
const tickMs = 1000;

/**
 * The first page and time are the server's, so that hydration finds exactly what was rendered; then the wall's stream and
 * a one-second clock take over. Other pages than the wall are read again when it is time. A hidden tab follows nothing:
 * browsers allow six connections to one host.
 *
 * @param clockAheadMs how far this machine's clock runs ahead of the collector's
 */
export function useLivePage(first: Page, renderedAtMs: number, clockAheadMs: number): LivePage {
  const [shown, setShown] = useState({ page: first, announcement: '' });
  const [connection, setConnection] = useState<Connection>('none');
  const [nowMs, setNowMs] = useState(renderedAtMs);
  const readAtMs = useRef(renderedAtMs);

  useEffect(() => {
    const now = (): number => Date.now() - clockAheadMs;
    const onWall = (wall: Wall): void => {
      setNowMs(now());
      setShown((before) => withWall(before.page, before.announcement, wall));
      if (!isDue(first, readAtMs.current, now())) return;
      readAtMs.current = now();
      void readPage().then((page) => page && setShown((before) => withPage(before, page)));
    };
    const start = (): (() => void) => {
      const tick = (): void => setNowMs(now());
      tick();
      const clock = setInterval(tick, tickMs);
      const stop = followWall({
        open: () => new EventSource(streamUrl),
        onWall,
        onConnection: setConnection,
      });
      return () => {
        clearInterval(clock);
        stop();
      };
    };
    return whileVisible(start, () => setConnection('lost'));
  }, [first, clockAheadMs]);

  return { ...shown, connection, nowMs };
}

type Shown = Pick<LivePage, 'page' | 'announcement'>;

function withWall(page: Page, announcement: string, wall: Wall): Shown {
  if (page.kind === 'wall')
    return { page: { kind: 'wall', wall }, announcement: announceChanges(page.wall, wall) || announcement };
  return { page: { ...page, dataAtMs: wall.dataAtMs, collector: wall.collector }, announcement };
}

function withPage(before: Shown, page: Page): Shown {
  if (page.kind !== before.page.kind) return before;
  const isNews =
    page.kind === 'incident' &&
    before.page.kind === 'incident' &&
    page.incident.state !== before.page.incident.state;
  return { page, announcement: isNews ? page.incident.sentence : before.announcement };
}

/** The page as it is now; undefined when it cannot be had: what is shown stays, and the header says how old it is. */
async function readPage(): Promise<Page | undefined> {
  try {
    const answer = await fetch(`/api/v1/pages${location.pathname}${location.search}`);
    return answer.ok ? parsePage(await answer.text()) : undefined;
  } catch {
    return undefined;
  }
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
