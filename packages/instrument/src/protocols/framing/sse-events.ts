import { parseJson } from '../json.ts';
import { readBlocks } from './blocks.ts';
import type { StreamBytes } from './kept-bytes.ts';
import type { StreamEnds, StreamEvent } from './stream-event.ts';

/** WHATWG HTML 9.2.6: an empty line ends an event. */
export function readServerSentEvents(bytes: StreamBytes): StreamEnds {
  const { texts, fragment } = readBlocks(withPlainLineEnds(bytes), '\n\n');
  return { events: texts.map(eventOf).filter((event) => event !== undefined), fragment };
}

const carriageReturn = 13;

/** A line may end in CR, LF or both; JSON never holds a raw one. Hardly any vendor sends CR, so looking costs little. */
function withPlainLineEnds({ head, tail }: StreamBytes): StreamBytes {
  if (!head.includes(carriageReturn) && !tail?.includes(carriageReturn)) return { head, tail };
  return { head: plain(head), tail: tail && plain(tail) };
}

function plain(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1');
}

/** Fields by line, one optional space after the colon, several data lines join with a newline. */
export function eventOf(block: string): StreamEvent | undefined {
  let event = '';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
    else if (line.startsWith('event:')) event = line.slice(6).trim();
  }
  if (data.length === 0) return undefined;
  const text = data.join('\n');
  // Every vendor's events are objects; `[DONE]` is none, and an attempt to parse it costs more than all the others.
  const parsed = text.startsWith('{') ? parseJson(text) : undefined;
  return { event, data: parsed ? parsed.value : text };
}
