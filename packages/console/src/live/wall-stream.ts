import type { Wall } from '@faultline/conventions';
import type { Connection } from './liveness.ts';
import { parseWall } from './parse-wall.ts';

/** The part of the browser's EventSource that is used. */
export interface WallSource {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface WallStreamOptions {
  readonly open: () => WallSource;
  readonly onWall: (wall: Wall) => void;
  readonly onConnection: (connection: Connection) => void;
}

/** The collector pings every 15 s; after two pings and some, the connection is dead even if no error came. */
export const silenceMaxMs = 40_000;
const reopenFirstMs = 1000;
/** Soon enough after a restart of the collector, rare enough for a hundred open tabs. */
const reopenMaxMs = 15_000;

/** Doubles from 1 s to 15 s. */
export function reopenDelayMs(failures: number): number {
  return Math.min(reopenMaxMs, reopenFirstMs * 2 ** failures);
}

/** EventSource.CLOSED: the browser has given up (a 502, a wrong content type) and will not try again by itself. */
const closed = 2;

/**
 * Follows `GET /api/v1/wall/stream`. The browser reconnects and resumes (Last-Event-ID) after an ordinary break; this
 * adds the two cases it leaves alone: an answer that is no stream, and a connection that went silent. Returns stop.
 */
export function followWall(options: WallStreamOptions): () => void {
  let source: WallSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const after = (delayMs: number, then: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(then, delayMs);
  };
  const reopen = (): void => {
    options.onConnection('lost');
    source?.close();
    after(reopenDelayMs(failures), connect);
    failures += 1;
  };
  const alive = (): void => {
    failures = 0;
    options.onConnection('open');
    after(silenceMaxMs, reopen);
  };
  function connect(): void {
    const opened = options.open();
    source = opened;
    opened.addEventListener('open', alive);
    opened.addEventListener('ping', alive);
    opened.addEventListener('wall', ({ data }) => {
      const wall = typeof data === 'string' ? parseWall(data) : undefined;
      // An unreadable wall is no sign of life: the data on the page then grows old, and the header says so.
      if (!wall) return;
      alive();
      options.onWall(wall);
    });
    opened.addEventListener('error', () => {
      if (opened.readyState === closed) reopen();
      else options.onConnection('lost');
    });
    // An attempt to connect may hang as long as a connection may be silent.
    after(silenceMaxMs, reopen);
  }

  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
