import type { LogRecord } from '../decode/log-record.ts';
import type { AttributeValue } from '../decode/span.ts';
import type { Call } from '../model/call.ts';
import { createMemory, type Memory } from './memory.ts';
import type { Normalised } from './normalise.ts';
import { normaliseLogs, wantedLogAttributes } from './normalise-logs.ts';
import { asDecoded, attributesOf, endedAtMs, endedAtNs, spanOf } from './span.fixture.ts';

/** A record of the service `checkout`, written outside of any span when {@link spanOf}'s spans end. */
export function recordOf(
  eventName: string,
  values: Record<string, AttributeValue>,
  fields: Partial<LogRecord> = {},
): LogRecord {
  const { resource, scope } = spanOf({});
  const attributes = attributesOf(values);
  return {
    eventName,
    timeUnixNano: endedAtNs,
    attributes,
    traceId: '',
    spanId: '',
    resource,
    scope,
    ...fields,
  };
}

/** `normaliseLogs` a moment after the records were written. */
export function logsNow(records: readonly LogRecord[], memory: Memory = createMemory()): Normalised {
  const decoded = records.map((record) => asDecoded(record, wantedLogAttributes));
  return normaliseLogs(decoded, endedAtMs + 1000, memory);
}

export function onlyLoggedCall(...records: LogRecord[]): Call {
  const { calls } = logsNow(records);
  if (calls.length !== 1) throw new Error(`${calls.length} calls, not one`);
  return calls[0] as Call;
}
