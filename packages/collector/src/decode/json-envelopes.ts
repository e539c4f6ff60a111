import { readJsonAttributes } from './json-attributes.ts';
import { forEachObject, inObject, type JsonObject, parseJsonObject, textIn } from './json-value.ts';
import type { KeySet } from './key-set.ts';
import type { Resource, Scope } from './span.ts';

/** The keys of one signal's three nested lists. */
export interface EnvelopeKeys {
  readonly resources: string;
  readonly scopes: string;
  readonly items: string;
}

/** Visits every item of an export request in the order in which they were sent. */
export function readJsonEnvelopes(
  body: Uint8Array,
  keys: EnvelopeKeys,
  wanted: KeySet,
  readItem: (item: JsonObject, resource: Resource, scope: Scope) => void,
): void {
  forEachObject(parseJsonObject(body), keys.resources, (envelope) => {
    const resource: Resource = {
      attributes: inObject(envelope, 'resource', (message) => readJsonAttributes(message, wanted)),
    };
    forEachObject(envelope, keys.scopes, (scopeEnvelope) => {
      const scope = inObject(scopeEnvelope, 'scope', readScope);
      forEachObject(scopeEnvelope, keys.items, (item) => readItem(item, resource, scope));
    });
  });
}

function readScope(scope: JsonObject): Scope {
  return { name: textIn(scope, 'name'), version: textIn(scope, 'version') };
}
