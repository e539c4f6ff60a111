import { readJsonTraces } from './json-traces.ts';
import type { KeySet } from './key-set.ts';
import { readProtobufTraces } from './protobuf-traces.ts';
import type { TraceBatch } from './span.ts';
import { SpanCollector } from './span-collector.ts';

export type Encoding = 'protobuf' | 'json';

/**
 * Bytes of an OTLP `ExportTraceServiceRequest` to spans that hold the wanted attributes only.
 *
 * @throws {DecodeError} when the body is not what `encoding` says; never anything else, whatever the bytes are.
 */
export function decodeTraces(body: Uint8Array, encoding: Encoding, wanted: KeySet): TraceBatch {
  const collector = new SpanCollector(encoding === 'protobuf');
  if (encoding === 'protobuf') readProtobufTraces(body, wanted, collector);
  else readJsonTraces(body, wanted, collector);
  return collector.batch();
}
