import type { Encoding } from './decode-traces.ts';
import { forEachObject, parseJsonObject } from './json-value.ts';
import { ProtobufReader, tagOf, wire } from './protobuf-reader.ts';

/** The signals that are accepted and counted but not read. */
export type UnreadSignal = 'metrics' | 'logs';

const jsonPath = {
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
} as const;

/**
 * How many metrics or log records an export request holds, without reading them.
 *
 * @throws {DecodeError} when the envelopes around them are broken.
 */
export function countRecords(body: Uint8Array, encoding: Encoding, signal: UnreadSignal): number {
  return encoding === 'protobuf' ? countProtobuf(body, signal) : countJson(body, signal);
}

/** Requests of all signals have one build: field 1 the resource envelopes, in them field 2 the scope's, then field 2. */
function countProtobuf(body: Uint8Array, signal: UnreadSignal): number {
  const reader = new ProtobufReader(body, `export request for ${signal}`);
  let count = 0;
  forEachMessage(reader, 1, 'resource', () =>
    forEachMessage(reader, 2, 'scope', () =>
      forEachMessage(reader, 2, 'record', () => {
        count++;
        reader.skipRest();
      }),
    ),
  );
  return count;
}

function forEachMessage(reader: ProtobufReader, field: number, name: string, visit: () => void): void {
  const wanted = tagOf(field, wire.bytes);
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag !== wanted) {
      reader.skip(tag);
      continue;
    }
    reader.enter(name);
    visit();
    reader.leave();
  }
}

function countJson(body: Uint8Array, signal: UnreadSignal): number {
  const [resources, scopes, records] = jsonPath[signal];
  let count = 0;
  forEachObject(parseJsonObject(body), resources, (resource) =>
    forEachObject(resource, scopes, (scope) =>
      forEachObject(scope, records, () => {
        count++;
      }),
    ),
  );
  return count;
}
