import type { Wall } from '@faultline/conventions';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { WallFeed } from '../wall/wall-feed.ts';
import { conditional } from './api/operation.ts';
import { problem } from './problem.ts';

/** Open streams at most: each holds a socket; beyond this a console polls `GET /api/v1/wall`. */
const streamsMax = 500;
/** A comment would do for proxies, but `EventSource` shows only data events to a page that wants to know it is alive. */
const pingEveryMs = 15_000;

/** `GET /wall` and `GET /wall/stream` (server-sent events `wall` and `ping`, resumable by `Last-Event-ID`). */
export function createWallRoutes(feed: WallFeed): Hono {
  const routes = new Hono();
  let streams = 0;

  routes.get('/wall', conditional, (context) => context.json(feed.current()));

  routes.get('/wall/stream', (context) => {
    // Hono answers HEAD with the GET route; nobody would ever read, or end, the stream of one.
    if (context.req.method === 'HEAD')
      return context.body(null, 200, { 'content-type': 'text/event-stream' });
    if (streams >= streamsMax) {
      context.header('retry-after', '5');
      return problem(context, 'busy', `more than ${streamsMax} open streams; poll /api/v1/wall instead`);
    }
    const seenVersion = Number(context.req.header('last-event-id') ?? 0);
    streams += 1;
    return streamSSE(context, async (stream) => {
      const queue = createLatest();
      const unsubscribe = feed.subscribe(queue.push, queue.end);
      stream.onAbort(() => {
        unsubscribe();
        queue.end();
      });
      try {
        // A console that reconnects after our restart keeps what it shows until there is something to say.
        const { version, collector } = feed.current();
        if (version !== seenVersion && collector.state !== 'starting') queue.push(feed.current());
        for await (const wall of queue.values(pingEveryMs)) {
          if (wall)
            await stream.writeSSE({ event: 'wall', id: String(wall.version), data: JSON.stringify(wall) });
          else await stream.writeSSE({ event: 'ping', data: '{}' });
        }
      } finally {
        unsubscribe();
        streams -= 1;
      }
    });
  });
  return routes;
}

interface Latest {
  push(wall: Wall): void;
  end(): void;
  /** The newest wall whenever there is one; null when none came for a while. */
  values(idleMs: number): AsyncGenerator<Wall | null>;
}

/** A slow reader gets the newest wall, not every wall: nothing queues up in memory. */
function createLatest(): Latest {
  let waiting: Wall | undefined;
  let ended = false;
  let wake = (): void => {};
  return {
    push: (wall) => {
      waiting = wall;
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    values: async function* (idleMs) {
      while (!ended) {
        if (!waiting)
          await waitFor(idleMs, (resume) => {
            wake = resume;
          });
        if (ended) return;
        const wall = waiting ?? null;
        waiting = undefined;
        yield wall;
      }
    },
  };
}

function waitFor(idleMs: number, expose: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, idleMs);
    expose(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
