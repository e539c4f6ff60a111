import type { Wall } from '@faultline/conventions';
import { Hono } from 'hono';
import type { WallFeed } from '../wall/wall-feed.ts';
import { conditional } from './api/operation.ts';
import { createEventStreams, type EventReader, encodeEvent } from './event-stream.ts';

/** Beyond this a console polls `GET /api/v1/wall`. */
const streamsMax = 500;
const ping = encodeEvent({ event: 'ping', data: {} });

/** `GET /wall` and `GET /wall/stream` (server-sent events `wall` and `ping`, resumable by `Last-Event-ID`). */
export function createWallRoutes(feed: WallFeed): Hono {
  const routes = new Hono();
  const answer = createEventStreams({ streamsMax, pollInstead: '/api/v1/wall' });
  const encode = createWallEncoder();

  routes.get('/wall', conditional, (context) => context.json(feed.current()));
  routes.get('/wall/stream', (context) =>
    answer(context, () => readerOf(feed, encode, Number(context.req.header('last-event-id') ?? 0))),
  );
  return routes;
}

type EncodeWall = (wall: Wall) => Uint8Array<ArrayBuffer>;

/** Once for all that read it. */
function createWallEncoder(): EncodeWall {
  let newest: { readonly wall: Wall; readonly event: Uint8Array<ArrayBuffer> } | undefined;
  return (wall) => {
    if (newest?.wall !== wall)
      newest = { wall, event: encodeEvent({ event: 'wall', id: String(wall.version), data: wall }) };
    return newest.event;
  };
}

function readerOf(feed: WallFeed, encode: EncodeWall, lastVersion: number): EventReader {
  let seenVersion = lastVersion;
  return {
    next: () => {
      const wall = feed.current();
      // A console that reconnects after our restart keeps what it shows until there is something to say.
      if (wall.version === seenVersion || wall.collector.state === 'starting') return null;
      seenVersion = wall.version;
      return encode(wall);
    },
    idle: () => ping,
    subscribe: (onNews, onEnd) => feed.subscribe(onNews, onEnd),
  };
}
