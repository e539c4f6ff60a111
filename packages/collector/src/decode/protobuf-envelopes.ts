import { AttributeList } from './attribute-list.ts';
import type { KeySet } from './key-set.ts';
import { readAttribute } from './protobuf-attributes.ts';
import { ProtobufReader, tagOf, wire } from './protobuf-reader.ts';
import { type Attributes, noAttributes, type Resource, type Scope } from './span.ts';

/** The names of one signal's messages, as errors tell them. */
export interface EnvelopeNames {
  readonly request: string;
  readonly resource: string;
  readonly scope: string;
}

/** Reads one span, log record or metric. Resource and scope are shared by all items of one envelope. */
export type ReadItem = (reader: ProtobufReader, resource: Resource, scope: Scope) => void;

/** Requests of all signals have one build: in `Resource*` and `Scope*`, field 1 tells who, field 2 repeats what. */
const requestTag = { resources: tagOf(1, wire.bytes) } as const;
const envelopeTag = { owner: tagOf(1, wire.bytes), items: tagOf(2, wire.bytes) } as const;
const resourceTag = { attributes: tagOf(1, wire.bytes) } as const;
const scopeTag = { name: tagOf(1, wire.bytes), version: tagOf(2, wire.bytes) } as const;

/** Visits every item of an export request in the order in which they were sent. */
export function readProtobufEnvelopes(
  body: Uint8Array,
  names: EnvelopeNames,
  wanted: KeySet,
  readItem: ReadItem,
): void {
  const reader = new ProtobufReader(body, names.request);
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === requestTag.resources) readResourceEnvelope(reader, names, wanted, readItem);
    else reader.skip(tag);
  }
}

/** The resource may come after its items on the wire; they share one object, which is filled when it comes. */
interface OpenResource extends Resource {
  attributes: Attributes;
}

interface OpenScope extends Scope {
  name: string;
  version: string;
}

function readResourceEnvelope(
  reader: ProtobufReader,
  names: EnvelopeNames,
  wanted: KeySet,
  readItem: ReadItem,
): void {
  const resource: OpenResource = { attributes: noAttributes };
  reader.enter(names.resource);
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === envelopeTag.owner) resource.attributes = readResourceAttributes(reader, wanted, resource);
    else if (tag === envelopeTag.items) readScopeEnvelope(reader, names, resource, readItem);
    else reader.skip(tag);
  }
  reader.leave();
}

/** A message field that is sent twice is merged (protobuf encoding, "Last One Wins"). */
function readResourceAttributes(reader: ProtobufReader, wanted: KeySet, before: Resource): Attributes {
  let attributes: AttributeList | undefined;
  for (const [key, value] of before.attributes) {
    attributes ??= new AttributeList();
    attributes.set(key, value);
  }
  reader.enter('Resource');
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === resourceTag.attributes) attributes = readAttribute(reader, wanted, attributes);
    else reader.skip(tag);
  }
  reader.leave();
  return attributes ?? noAttributes;
}

function readScopeEnvelope(
  reader: ProtobufReader,
  names: EnvelopeNames,
  resource: Resource,
  readItem: ReadItem,
): void {
  const scope: OpenScope = { name: '', version: '' };
  reader.enter(names.scope);
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === envelopeTag.items) readItem(reader, resource, scope);
    else if (tag === envelopeTag.owner) readScope(reader, scope);
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
