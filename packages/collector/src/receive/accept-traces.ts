import { decodeTraces, type Encoding } from '../decode/decode-traces.ts';
import { KeySet } from '../decode/key-set.ts';
import { normalise, wantedAttributes } from '../normalise/normalise.ts';
import type { Refusal } from './refusal.ts';
import { type Accepted, keep, type Sink } from './sink.ts';

const wanted = new KeySet(wantedAttributes);

/**
 * Accepted only once the rows are durable.
 *
 * @throws {DecodeError} when the body is broken.
 */
export function acceptTraces(body: Uint8Array, encoding: Encoding, sink: Sink): Promise<Accepted | Refusal> {
  const { spans, rejectedSpans, rejectedReason } = decodeTraces(body, encoding, wanted);
  const normalised = normalise(spans, sink.now(), sink.memory);
  const kept = keep({ signal: 'traces', normalised, received: spans.length }, sink);
  return kept.then((refusal) => refusal ?? accepted(rejectedSpans, rejectedReason, sink));
}

function accepted(rejected: number, reason: string, { meter }: Sink): Accepted {
  if (rejected === 0) return { kind: 'accepted' };
  meter.dropped('traces', 'rejected', rejected);
  const message = `${rejected} spans were rejected; the first because its ${reason}`;
  return { kind: 'accepted', partial: { rejected, message } };
}
