import { decodeTraces, type Encoding } from '../decode/decode-traces.ts';
import { KeySet } from '../decode/key-set.ts';
import { normalise, wantedAttributes } from '../normalise/normalise.ts';
import type { Refusal } from './refusal.ts';
import { type Accepted, countNormalised, makeDurable, type Sink } from './sink.ts';

const wanted = new KeySet(wantedAttributes);

/**
 * Accepted only once the rows are durable.
 *
 * @throws {DecodeError} when the body is broken.
 */
export async function acceptTraces(
  body: Uint8Array,
  encoding: Encoding,
  sink: Sink,
): Promise<Accepted | Refusal> {
  const batch = decodeTraces(body, encoding, wanted);
  const normalised = normalise(batch.spans, sink.now(), sink.memory);
  const { calls, attempts, supplements } = normalised;
  const refusal = await makeDurable({ calls, attempts, supplements }, 'traces', sink);
  if (refusal) return refusal;
  countNormalised(normalised, batch.spans.length, 'traces', sink.meter);
  if (batch.rejectedSpans === 0) return { kind: 'accepted' };
  sink.meter.dropped('traces', 'rejected', batch.rejectedSpans);
  const message = `${batch.rejectedSpans} spans were rejected; the first because its ${batch.rejectedReason}`;
  return { kind: 'accepted', partial: { rejected: batch.rejectedSpans, message } };
}
