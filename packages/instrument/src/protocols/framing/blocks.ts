import type { StreamBytes } from './kept-bytes.ts';
import { headEventsMax, tailEventsMax } from './stream-event.ts';

/** The text of the first and the last events; `fragment` as in `StreamEnds`. */
export interface Blocks {
  readonly texts: readonly string[];
  readonly fragment: string;
}

/** Cuts both ends of a stream at a separator, and turns only the blocks that are wanted into text. */
export function readBlocks({ head, tail }: StreamBytes, separator: string): Blocks {
  const first = firstBlocks(head, separator);
  if (!tail) {
    const last = lastBlocks(head, separator, first.at(-1)?.end ?? 0);
    return { texts: textsOf(head, [...first, ...last]), fragment: '' };
  }
  const at = tail.indexOf(separator);
  const cutEnd = at < 0 ? tail.length : at;
  return {
    texts: [...textsOf(head, first), ...textsOf(tail, lastBlocks(tail, separator, cutEnd))],
    fragment: tail.toString('utf8', 0, cutEnd),
  };
}

interface Block {
  readonly start: number;
  readonly end: number;
}

function firstBlocks(bytes: Buffer, separator: string): readonly Block[] {
  const blocks: Block[] = [];
  for (let start = 0; start < bytes.length && blocks.length < headEventsMax; ) {
    const at = bytes.indexOf(separator, start);
    const end = at < 0 ? bytes.length : at;
    if (end > start) blocks.push({ start, end });
    start = end + separator.length;
  }
  return blocks;
}

/** Backwards from the end to `from`, then in order again. */
function lastBlocks(bytes: Buffer, separator: string, from: number): readonly Block[] {
  const blocks: Block[] = [];
  for (let end = bytes.length; end > from && blocks.length < tailEventsMax; ) {
    const latest = end - separator.length;
    const at = latest < from ? -1 : bytes.lastIndexOf(separator, latest);
    const start = at < from ? from : at + separator.length;
    if (end > start) blocks.unshift({ start, end });
    end = Math.max(at, from);
  }
  return blocks;
}

function textsOf(bytes: Buffer, blocks: readonly Block[]): readonly string[] {
  return blocks.map(({ start, end }) => bytes.toString('utf8', start, end));
}
