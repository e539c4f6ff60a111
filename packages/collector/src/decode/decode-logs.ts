import { DecodeError } from './decode-error.ts';
import type { Encoding } from './decode-traces.ts';
import { readJsonLogs } from './json-logs.ts';
import type { KeySet } from './key-set.ts';
import type { LogRecord } from './log-record.ts';
import { readProtobufLogs } from './protobuf-logs.ts';

/** As many as spans: more would keep everybody else waiting. */
const recordsMax = 50_000;

/**
 * Bytes of an OTLP `ExportLogsServiceRequest` to log records that hold the wanted attributes only, never their bodies.
 *
 * @throws {DecodeError} when the body is not what `encoding` says; never anything else, whatever the bytes are.
 */
export function decodeLogs(body: Uint8Array, encoding: Encoding, wanted: KeySet): readonly LogRecord[] {
  const records: LogRecord[] = [];
  const keep = (record: LogRecord): void => {
    if (records.length >= recordsMax) {
      throw new DecodeError(`more than ${recordsMax} log records in one request; send smaller batches`);
    }
    records.push(record);
  };
  if (encoding === 'protobuf') readProtobufLogs(body, wanted, keep);
  else readJsonLogs(body, wanted, keep);
  return records;
}
