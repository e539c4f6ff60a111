import { readFrames } from './aws-event-stream.ts';
import type { Framing } from './framing.ts';
import { readJsonLines } from './json-lines.ts';
import type { StreamBytes } from './kept-bytes.ts';
import { readServerSentEvents } from './sse-events.ts';
import type { StreamEnds } from './stream-event.ts';

const readers: Readonly<Record<Framing, (bytes: StreamBytes) => StreamEnds>> = {
  sse: readServerSentEvents,
  'json-lines': readJsonLines,
  'aws-event-stream': readFrames,
};

/** The events at both ends of a stream. */
export function readStreamEnds(framing: Framing, bytes: StreamBytes): StreamEnds {
  return readers[framing](bytes);
}
