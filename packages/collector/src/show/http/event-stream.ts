import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { problem } from './problem.ts';

/** One listener to what is shown: pulls what is new, so that whoever reads slowly gets the newest and nothing queues up. */
export interface EventReader {
  /** The next event, encoded; null when there is nothing new. */
  next(): Uint8Array<ArrayBuffer> | null;
  /** What to say when there was nothing new for a while. */
  idle(): Uint8Array<ArrayBuffer>;
  /** Calls back when there may be something new, and when there never will be, until the returned function is called. */
  subscribe(onNews: () => void, onEnd: () => void): () => void;
}

export interface EventStreamsOptions {
  /** Each holds a socket. */
  readonly streamsMax: number;
  /** What somebody can poll who comes in vain. */
  readonly pollInstead: string;
  readonly pingEveryMs?: number;
}

/** A comment would do for proxies, but `EventSource` shows only data events to a page that wants to know it is alive. */
const pingEveryMsDefault = 15_000;

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // nginx would hold events back until its buffer is full.
  'x-accel-buffering': 'no',
} as const;

/** Answers requests for streams of server-sent events, as many as there may be at a time. */
export function createEventStreams(
  options: EventStreamsOptions,
): (context: Context, open: () => EventReader) => Response {
  const { streamsMax, pollInstead, pingEveryMs = pingEveryMsDefault } = options;
  let streams = 0;
  return (context, open) => {
    // Hono answers HEAD with the GET route; nobody would ever read, or end, the stream of one.
    if (context.req.method === 'HEAD') return context.body(null, 200, headers);
    if (streams >= streamsMax) {
      context.header('retry-after', '5');
      return problem(context, 'busy', `more than ${streamsMax} open streams; poll ${pollInstead} instead`);
    }
    streams += 1;
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
    return stream(context, async (out) => {
      const waiting = createWaiting();
      out.onAbort(waiting.end);
      let unsubscribe = (): void => {};
      try {
        const reader = open();
        unsubscribe = reader.subscribe(waiting.wake, waiting.end);
        while (!waiting.hasEnded()) {
          const event = reader.next();
          if (event) await out.write(event);
          else if (!(await waiting.wokenWithin(pingEveryMs))) await out.write(reader.idle());
        }
      } finally {
        unsubscribe();
        streams -= 1;
      }
    });
  };
}

interface Waiting {
  wake(): void;
  end(): void;
  hasEnded(): boolean;
  /** False when nobody woke it up for so long. */
  wokenWithin(idleMs: number): Promise<boolean>;
}

function createWaiting(): Waiting {
  let ended = false;
  let wake = (): void => {};
  return {
    wake: () => wake(),
    end: () => {
      ended = true;
      wake();
    },
    hasEnded: () => ended,
    wokenWithin: (idleMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), idleMs);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      }),
  };
}

export interface ServerSentEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

const encoder = new TextEncoder();

/** JSON has no line break of its own, so one `data` line holds it. */
export function encodeEvent({ event, id, data }: ServerSentEvent): Uint8Array<ArrayBuffer> {
  const named = id === undefined ? '' : `id: ${id}\n`;
  return encoder.encode(`event: ${event}\n${named}data: ${JSON.stringify(data)}\n\n`);
}

/** For whoever waits for the first event, which a data event would be taken for. */
export function encodeComment(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(`: ${text}\n\n`);
}
