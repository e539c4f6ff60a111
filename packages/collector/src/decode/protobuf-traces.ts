import type { KeySet } from './key-set.ts';
import { readProtobufEnvelopes } from './protobuf-envelopes.ts';
import { readSpan } from './protobuf-span.ts';
import type { SpanCollector } from './span-collector.ts';

const names = {
  request: 'ExportTraceServiceRequest',
  resource: 'ResourceSpans',
  scope: 'ScopeSpans',
} as const;

export function readProtobufTraces(body: Uint8Array, wanted: KeySet, collector: SpanCollector): void {
  readProtobufEnvelopes(body, names, wanted, (reader, resource, scope) =>
    collector.add(readSpan(reader, wanted, resource, scope)),
  );
}
