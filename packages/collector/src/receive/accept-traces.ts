import { decodeTraces, type Encoding } from '../decode/decode-traces.ts';
import { KeySet } from '../decode/key-set.ts';
import type { TraceBatch } from '../decode/span.ts';
import type { DropReason } from '../normalise/dialect.ts';
import type { FingerprintCap } from '../normalise/fingerprint-cap.ts';
import type { LatePieces } from '../normalise/late-pieces.ts';
import { type Normalised, normalise, wantedAttributes } from '../normalise/normalise.ts';
import type { AppendResult, Intake } from '../store/store.ts';
import type { ReceiveMeter } from './meter.ts';
import { comeAgain, type Refusal } from './refusal.ts';
import type { PartialSuccess } from './reply.ts';

export interface Accepted {
  readonly kind: 'accepted';
  readonly partial?: PartialSuccess;
}

export interface TraceSink {
  readonly intake: Intake;
  readonly now: () => number;
  readonly meter: ReceiveMeter;
  readonly fingerprintCap: FingerprintCap;
  readonly latePieces: LatePieces;
}

const wanted = new KeySet(wantedAttributes);

/**
 * Accepted only once the rows are durable.
 *
 * @throws {DecodeError} when the body is broken.
 */
export async function acceptTraces(
  body: Uint8Array,
  encoding: Encoding,
  sink: TraceSink,
): Promise<Accepted | Refusal> {
  const batch = decodeTraces(body, encoding, wanted);
  const rows = normalise(batch.spans, sink.now(), sink.fingerprintCap, sink.latePieces);
  const appended = await append(rows, sink);
  if (appended.kind === 'retry') return comeAgain(appended.afterSeconds, appended.reason);
  count(batch, rows, sink.meter);
  if (batch.rejectedSpans === 0) return { kind: 'accepted' };
  const message = `${batch.rejectedSpans} spans were rejected; the first because its ${batch.rejectedReason}`;
  return { kind: 'accepted', partial: { rejected: batch.rejectedSpans, message } };
}

/** An intake that fails has kept nothing; a 500 would make the sender throw the batch away. */
async function append(rows: Normalised, { intake, meter }: TraceSink): Promise<AppendResult> {
  if (rows.calls.length === 0 && rows.attempts.length === 0) return { kind: 'durable' };
  try {
    return await intake.append({ calls: rows.calls, attempts: rows.attempts });
  } catch (error) {
    meter.internalError('traces', error);
    return { kind: 'retry', afterSeconds: 1, reason: 'the store cannot take spans at the moment' };
  }
}

function count(batch: TraceBatch, rows: Normalised, meter: ReceiveMeter): void {
  let dropped = 0;
  for (const [reason, spans] of Object.entries(rows.dropped) as [DropReason, number][]) {
    meter.dropped('traces', reason, spans);
    dropped += spans;
  }
  if (batch.rejectedSpans > 0) meter.dropped('traces', 'rejected', batch.rejectedSpans);
  meter.accepted('traces', batch.spans.length - dropped);
  if (rows.clamped > 0) meter.timesClamped(rows.clamped);
  if (rows.clipped > 0) meter.textsClipped(rows.clipped);
}
