import { parseJson } from '../json.ts';
import { eventOf as awsEventOf, framesIn } from './aws-event-stream.ts';
import { type Framing, framingOfStart, startCharactersMin } from './framing.ts';
import { eventOf as sseEventOf } from './sse-events.ts';

/** The data of every event of a stream that was kept whole; undefined for what is no stream. */
export function allEventsIn(bytes: Buffer, usual: Framing): readonly unknown[] | undefined {
  const framing = framingOfStart(bytes.toString('latin1', 0, startCharactersMin * 4), usual);
  if (framing === 'aws-event-stream')
    return framesIn(bytes).flatMap((frame) => awsEventOf(frame)?.data ?? []);
  const text = bytes.toString('utf8');
  if (framing === 'json-lines') return text.split('\n').flatMap((line) => parseJson(line)?.value ?? []);
  if (framing !== 'sse') return undefined;
  return text
    .replaceAll('\r\n', '\n')
    .split('\n\n')
    .flatMap((block) => sseEventOf(block)?.data ?? []);
}
