import { AttributeList } from './attribute-list.ts';
import { DecodeError } from './decode-error.ts';
import { forEachObject, inObject, type JsonObject, kindOf, textIn } from './json-value.ts';
import type { KeySet } from './key-set.ts';
import { type Attributes, type AttributeValue, arrayItemsMax, noAttributes } from './span.ts';

type Scalar = string | number | boolean;

/** The wanted ones of an object's `attributes`. */
export function readJsonAttributes(parent: JsonObject, wanted: KeySet): Attributes {
  let attributes: AttributeList | undefined;
  forEachObject(parent, 'attributes', (keyValue) => {
    const key = textIn(keyValue, 'key');
    if (!wanted.has(key)) return;
    const value = inObject(keyValue, 'value', readAnyValue);
    if (value === undefined) return;
    attributes ??= new AttributeList();
    attributes.set(key, value);
  });
  return attributes ?? noAttributes;
}

function readAnyValue(anyValue: JsonObject): AttributeValue | undefined {
  return isSet(anyValue.arrayValue) ? inObject(anyValue, 'arrayValue', readArray) : readScalar(anyValue);
}

/** Scalars only, as from protobuf: an array inside an array is not read. */
function readArray(arrayValue: JsonObject): readonly Scalar[] {
  const items: Scalar[] = [];
  forEachObject(arrayValue, 'values', (item) => {
    const value = readScalar(item);
    if (value !== undefined && items.length < arrayItemsMax) items.push(value);
  });
  return items;
}

function readScalar(anyValue: JsonObject): Scalar | undefined {
  const { stringValue, boolValue, intValue, doubleValue } = anyValue;
  if (isSet(stringValue)) return textIn(anyValue, 'stringValue');
  if (isSet(boolValue)) return booleanOf(boolValue);
  if (isSet(intValue)) return numberOf('intValue', intValue, /^-?\d{1,20}$/);
  // proto3 JSON writes what JSON cannot as strings: "NaN", "Infinity", "-Infinity".
  if (isSet(doubleValue))
    return numberOf('doubleValue', doubleValue, /^(NaN|-?Infinity|-?[\d.]+(e[+-]?\d+)?)$/i);
  return undefined;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function booleanOf(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new DecodeError(`boolValue: expected a boolean, got ${kindOf(value)}`);
}

/** 64-bit integers are decimal strings in proto3 JSON; numbers are accepted. Beyond 2^53 the nearest double. */
function numberOf(field: string, value: unknown, textShape: RegExp): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && textShape.test(value)) return Number(value);
  throw new DecodeError(`${field}: expected a number, got ${kindOf(value)}`);
}
