import { readJsonAttributes } from './json-attributes.ts';
import { readJsonEnvelopes } from './json-envelopes.ts';
import { type JsonObject, textIn, unixNanoIn } from './json-value.ts';
import type { KeySet } from './key-set.ts';
import { eventNameOf, type LogRecord, usableIds } from './log-record.ts';
import type { Resource, Scope } from './span.ts';

const keys = { resources: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords' } as const;

export function readJsonLogs(body: Uint8Array, wanted: KeySet, onRecord: (record: LogRecord) => void): void {
  readJsonEnvelopes(body, keys, wanted, (record, resource, scope) =>
    onRecord(readRecord(record, wanted, resource, scope)),
  );
}

function readRecord(record: JsonObject, wanted: KeySet, resource: Resource, scope: Scope): LogRecord {
  const attributes = readJsonAttributes(record, wanted);
  return {
    eventName: eventNameOf(textIn(record, 'eventName'), attributes),
    timeUnixNano: unixNanoIn(record, 'timeUnixNano') || unixNanoIn(record, 'observedTimeUnixNano'),
    attributes,
    ...usableIds(textIn(record, 'traceId').toLowerCase(), textIn(record, 'spanId').toLowerCase()),
    resource,
    scope,
  };
}
