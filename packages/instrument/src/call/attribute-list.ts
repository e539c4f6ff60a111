import type { Attributes, AttributeValue } from '@opentelemetry/api';

/**
 * Span attributes in the making: names and values in turn. A call has some twenty, half of them unknown; as an object,
 * copied from hand to hand, they would cost more than all the rest of a call.
 */
export class AttributeList {
  readonly entries: (string | AttributeValue)[] = [];

  /** Nothing is said of what is not known. */
  add(name: string, value: AttributeValue | undefined): void {
    if (value !== undefined && value !== '') this.entries.push(name, value);
  }

  addAll(other: AttributeList): void {
    for (const entry of other.entries) this.entries.push(entry);
  }

  toAttributes(): Attributes {
    const attributes: Attributes = {};
    const { entries } = this;
    for (let at = 0; at < entries.length; at += 2) attributes[entries[at] as string] = entries[at + 1];
    return attributes;
  }
}
