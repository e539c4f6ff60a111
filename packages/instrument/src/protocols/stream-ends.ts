import { parseJson } from './json.ts';
import type { StreamEnds, StreamEvent } from './protocol.ts';

/** Enough for Anthropic's `message_start`, which opens the stream. */
const headBytesMax = 8 * 1024;
/** Holds the last events of every protocol but the longest; those are read from their remaining end. */
const tailBytesMax = 32 * 1024;
/** One finish event per choice, usage and terminal: more is never needed, and parsing costs. */
const eventsMax = 16;
const headEventsMax = 2;

export interface StreamEndsKeeper {
  keep(bytes: Uint8Array): void;
  read(): StreamEnds;
}

/** Larger chunks than this come from no event stream; they are not worth the copy. */
const copyBytesMax = 64 * 1024;

/**
 * Keeps the first and the last chunks of a stream; what lies between is let go as it passes. Copies, because a chunk is
 * the app's: it may be changed, or transferred away, once the app has it.
 */
export function createStreamEndsKeeper(): StreamEndsKeeper {
  const head: Uint8Array[] = [];
  const tail: Uint8Array[] = [];
  let headBytes = 0;
  let tailBytes = 0;
  let cut = false;
  return {
    keep(chunk) {
      const bytes = chunk.length <= copyBytesMax ? new Uint8Array(chunk) : chunk;
      if (headBytes < headBytesMax && tail.length === 0) {
        head.push(bytes);
        headBytes += bytes.length;
        return;
      }
      tail.push(bytes);
      tailBytes += bytes.length;
      while (tailBytes - (tail[0]?.length ?? 0) >= tailBytesMax) {
        tailBytes -= tail.shift()?.length ?? 0;
        cut = true;
      }
    },
    read() {
      const headText = textOf(head);
      if (!cut) return { events: firstAndLast(blocksOf(headText + textOf(tail))), fragment: '' };
      const [fragment = '', ...blocks] = blocksOf(textOf(tail));
      const first = blocksOf(headText).slice(0, headEventsMax);
      return { events: eventsOf([...first, ...blocks.slice(-eventsMax)]), fragment };
    },
  };
}

function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

function blocksOf(text: string): string[] {
  return text.split(/\r?\n\r?\n|\r\r/);
}

function firstAndLast(blocks: readonly string[]): StreamEvent[] {
  if (blocks.length <= headEventsMax + eventsMax) return eventsOf(blocks);
  return eventsOf([...blocks.slice(0, headEventsMax), ...blocks.slice(-eventsMax)]);
}

function eventsOf(blocks: readonly string[]): StreamEvent[] {
  return blocks.map(eventOf).filter((event) => event !== undefined);
}

/** WHATWG HTML 9.2.6: fields by line, one optional space after the colon, several data lines join with a newline. */
function eventOf(block: string): StreamEvent | undefined {
  let event = '';
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
    else if (line.startsWith('event:')) event = line.slice(6).trim();
  }
  if (data.length === 0) return undefined;
  const text = data.join('\n');
  const parsed = parseJson(text);
  return { event, data: parsed ? parsed.value : text };
}
