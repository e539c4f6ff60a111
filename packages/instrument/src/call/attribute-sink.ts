import type { Attributes, AttributeValue } from '@opentelemetry/api';

/** Takes the attributes of a span one by one. Nothing is said of what is not known: undefined, or an empty text. */
export interface AttributeSink {
  add(name: string, value: AttributeValue | undefined): void;
}

/**
 * Says what is known, each name once. A function, not an object: a call has some twenty attributes, and our own pipeline
 * writes them straight into the bytes it sends.
 */
export type Describe = (sink: AttributeSink) => void;

export function isKnown(value: AttributeValue | undefined): value is AttributeValue {
  return value !== undefined && value !== '';
}

/** The same as an object, for OpenTelemetry's API. */
export function attributesOf(describe: Describe): Attributes {
  const attributes: Attributes = {};
  describe({
    add(name, value) {
      if (isKnown(value)) attributes[name] = value;
    },
  });
  return attributes;
}
