import type { KeySet } from './key-set.ts';
import { readAttribute } from './protobuf-attributes.ts';
import { ProtobufReader, tagOf, wire } from './protobuf-reader.ts';
import { readSpan } from './protobuf-span.ts';
import { type Attributes, type AttributeValue, noAttributes, type Resource, type Scope } from './span.ts';
import type { SpanCollector } from './span-collector.ts';

/** `ExportTraceServiceRequest`, `ResourceSpans` and `ScopeSpans`. */
const requestTag = { resourceSpans: tagOf(1, wire.bytes) } as const;
const resourceSpansTag = { resource: tagOf(1, wire.bytes), scopeSpans: tagOf(2, wire.bytes) } as const;
const resourceTag = { attributes: tagOf(1, wire.bytes) } as const;
const scopeSpansTag = { scope: tagOf(1, wire.bytes), spans: tagOf(2, wire.bytes) } as const;
const scopeTag = { name: tagOf(1, wire.bytes), version: tagOf(2, wire.bytes) } as const;

export function readProtobufTraces(body: Uint8Array, wanted: KeySet, collector: SpanCollector): void {
  const reader = new ProtobufReader(body, 'ExportTraceServiceRequest');
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === requestTag.resourceSpans) readResourceSpans(reader, wanted, collector);
    else reader.skip(tag);
  }
}

/** The resource may come after its spans on the wire; they share one object, which is filled when it comes. */
interface OpenResource extends Resource {
  attributes: Attributes;
}

interface OpenScope extends Scope {
  name: string;
  version: string;
}

function readResourceSpans(reader: ProtobufReader, wanted: KeySet, collector: SpanCollector): void {
  const resource: OpenResource = { attributes: noAttributes };
  reader.enter('ResourceSpans');
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === resourceSpansTag.resource) resource.attributes = readResourceAttributes(reader, wanted);
    else if (tag === resourceSpansTag.scopeSpans) readScopeSpans(reader, wanted, resource, collector);
    else reader.skip(tag);
  }
  reader.leave();
}

function readResourceAttributes(reader: ProtobufReader, wanted: KeySet): Attributes {
  const attributes = new Map<string, AttributeValue>();
  const keep = (key: string, value: AttributeValue): void => {
    attributes.set(key, value);
  };
  reader.enter('Resource');
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === resourceTag.attributes) readAttribute(reader, wanted, keep);
    else reader.skip(tag);
  }
  reader.leave();
  return attributes;
}

function readScopeSpans(
  reader: ProtobufReader,
  wanted: KeySet,
  resource: Resource,
  collector: SpanCollector,
): void {
  const scope: OpenScope = { name: '', version: '' };
  reader.enter('ScopeSpans');
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === scopeSpansTag.spans) collector.add(readSpan(reader, wanted, resource, scope));
    else if (tag === scopeSpansTag.scope) readScope(reader, scope);
    else reader.skip(tag);
  }
  reader.leave();
}

function readScope(reader: ProtobufReader, scope: OpenScope): void {
  reader.enter('InstrumentationScope');
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === scopeTag.name) scope.name = reader.text();
    else if (tag === scopeTag.version) scope.version = reader.text();
    else reader.skip(tag);
  }
  reader.leave();
}
