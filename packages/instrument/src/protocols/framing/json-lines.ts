import { parseJson } from '../json.ts';
import { readBlocks } from './blocks.ts';
import type { StreamBytes } from './kept-bytes.ts';
import type { StreamEnds } from './stream-event.ts';

/** One JSON object a line. A line that was cut stays text; lines that are no objects at all are another framing. */
export function readJsonLines(bytes: StreamBytes): StreamEnds {
  const { texts, fragment } = readBlocks(bytes, '\n');
  const lines = texts.filter((text) => text.trimStart().startsWith('{'));
  return { events: lines.map((line) => ({ event: '', data: parseJson(line)?.value ?? line })), fragment };
}
