import { DecodeError, locatedAt } from './decode-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * `JSON.parse` needs up to sixty bytes for one opening bracket; OTLP nests 12 deep before attribute values begin, and a
 * value that anybody reads adds four.
 */
const nestingMax = 1000;

/** @throws {DecodeError} for anything but one JSON object. */
export function parseJsonObject(body: Uint8Array): JsonObject {
  assertShallow(body);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    // V8's message quotes the body, which may hold a prompt.
    throw new DecodeError('the body is not valid JSON');
  }
  try {
    return asObject(value);
  } catch (error) {
    throw locatedAt('the body', error);
  }
}

function assertShallow(body: Uint8Array): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (byte === quote) inString = !inString;
    else if (!inString) depth += nestingOf(byte);
    else if (byte === backslash) index++;
    if (depth > nestingMax)
      throw new DecodeError(`the body nests deeper than ${nestingMax}, at byte ${index}`);
  }
}

const [quote, backslash] = [0x22, 0x5c];

function nestingOf(byte: number | undefined): number {
  if (byte === 0x5b || byte === 0x7b) return 1;
  return byte === 0x5d || byte === 0x7d ? -1 : 0;
}

export function asObject(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new DecodeError(`: expected an object, got ${kindOf(value)}`);
}

/** Visits the objects of an array field. proto3 JSON: null is the default value, which is an empty array. */
export function forEachObject(parent: JsonObject, key: string, visit: (item: JsonObject) => void): void {
  const list = parent[key] ?? [];
  if (!Array.isArray(list)) throw new DecodeError(`${key}: expected an array, got ${kindOf(list)}`);
  for (let index = 0; index < list.length; index++) {
    try {
      visit(asObject(list[index]));
    } catch (error) {
      throw locatedAt(`${key}[${index}]`, error);
    }
  }
}

/** The object in a message field, empty when the field is absent. Errors of `visit` are told with their place. */
export function inObject<T>(parent: JsonObject, key: string, visit: (object: JsonObject) => T): T {
  try {
    return visit(asObject(parent[key] ?? {}));
  } catch (error) {
    throw locatedAt(key, error);
  }
}

export function textIn(parent: JsonObject, key: string): string {
  const value = parent[key] ?? '';
  if (typeof value === 'string') return value;
  throw new DecodeError(`${key}: expected a string, got ${kindOf(value)}`);
}

/** Nanoseconds since 1970. A JSON number has lost its last digits in `JSON.parse` already; senders should use strings. */
export function unixNanoIn(parent: JsonObject, key: string): bigint {
  const value = parent[key] ?? 0;
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return BigInt.asUintN(64, BigInt(value));
  if (typeof value === 'number' && value >= 0 && value < 2 ** 64) return BigInt(Math.trunc(value));
  throw new DecodeError(`${key}: expected nanoseconds as a decimal string`);
}

/** OTLP says integers; proto3 JSON says names. Both are read, an unknown name is 0. */
export function enumIn(parent: JsonObject, key: string, names: ReadonlyMap<string, number>): number {
  const value = parent[key] ?? 0;
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return names.get(value) ?? 0;
  throw new DecodeError(`${key}: expected an integer, got ${kindOf(value)}`);
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
