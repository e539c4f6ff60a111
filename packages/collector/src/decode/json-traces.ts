import { readJsonAttributes } from './json-attributes.ts';
import { readJsonEnvelopes } from './json-envelopes.ts';
import { enumIn, forEachObject, inObject, type JsonObject, textIn, unixNanoIn } from './json-value.ts';
import { KeySet } from './key-set.ts';
import { exceptionKey, type Resource, type Scope, type Span, type SpanException } from './span.ts';
import type { SpanCollector } from './span-collector.ts';

const keys = { resources: 'resourceSpans', scopes: 'scopeSpans', items: 'spans' } as const;

/** OTLP/JSON: lowerCamelCase keys only, ids in hex of any case, unknown keys ignored. */
export function readJsonTraces(body: Uint8Array, wanted: KeySet, collector: SpanCollector): void {
  readJsonEnvelopes(body, keys, wanted, (span, resource, scope) =>
    collector.add(readSpan(span, wanted, resource, scope)),
  );
}

function readSpan(span: JsonObject, wanted: KeySet, resource: Resource, scope: Scope): Span {
  return {
    traceId: textIn(span, 'traceId').toLowerCase(),
    spanId: textIn(span, 'spanId').toLowerCase(),
    parentSpanId: textIn(span, 'parentSpanId').toLowerCase(),
    name: textIn(span, 'name'),
    kind: enumIn(span, 'kind', kindNames),
    startUnixNano: unixNanoIn(span, 'startTimeUnixNano'),
    endUnixNano: unixNanoIn(span, 'endTimeUnixNano'),
    attributes: readJsonAttributes(span, wanted),
    exceptions: readExceptions(span),
    ...inObject(span, 'status', readStatus),
    resource,
    scope,
  };
}

function readStatus(status: JsonObject): { readonly statusCode: number; readonly statusMessage: string } {
  return { statusCode: enumIn(status, 'code', statusNames), statusMessage: textIn(status, 'message') };
}

const kindNames = new Map([
  ['SPAN_KIND_INTERNAL', 1],
  ['SPAN_KIND_SERVER', 2],
  ['SPAN_KIND_CLIENT', 3],
  ['SPAN_KIND_PRODUCER', 4],
  ['SPAN_KIND_CONSUMER', 5],
]);
const statusNames = new Map([
  ['STATUS_CODE_OK', 1],
  ['STATUS_CODE_ERROR', 2],
]);

const exceptionKeys = new KeySet(Object.values(exceptionKey));

function readExceptions(span: JsonObject): readonly SpanException[] {
  const exceptions: SpanException[] = [];
  forEachObject(span, 'events', (event) => {
    if (event.name !== 'exception') return;
    const attributes = readJsonAttributes(event, exceptionKeys);
    exceptions.push({
      type: String(attributes.get(exceptionKey.type) ?? ''),
      message: String(attributes.get(exceptionKey.message) ?? ''),
    });
  });
  return exceptions;
}
