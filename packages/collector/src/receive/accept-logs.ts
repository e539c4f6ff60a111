import { decodeLogs } from '../decode/decode-logs.ts';
import type { Encoding } from '../decode/decode-traces.ts';
import { KeySet } from '../decode/key-set.ts';
import { normaliseLogs, wantedLogAttributes } from '../normalise/normalise-logs.ts';
import type { Refusal } from './refusal.ts';
import { type Accepted, keep, type Sink } from './sink.ts';

const wanted = new KeySet(wantedLogAttributes);

/**
 * Accepted only once the rows are durable. Records that tell no call are no error: an app sends all its logs.
 *
 * @throws {DecodeError} when the body is broken.
 */
export function acceptLogs(body: Uint8Array, encoding: Encoding, sink: Sink): Promise<Accepted | Refusal> {
  const records = decodeLogs(body, encoding, wanted);
  const normalised = normaliseLogs(records, sink.now(), sink.memory);
  const kept = keep({ signal: 'logs', normalised, received: records.length }, sink);
  return kept.then((refusal) => refusal ?? { kind: 'accepted' });
}
