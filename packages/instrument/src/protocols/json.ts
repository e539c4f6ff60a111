/** Reading of vendors' JSON without believing in its shape. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

export function asObjects(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  // Nearly always all of them are: then the list itself will do.
  return value.every((item) => asObject(item) !== undefined)
    ? value
    : value.filter((item) => asObject(item) !== undefined);
}

/** Undefined for anything but a string with something in it. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Undefined for anything but a finite number that can be a count: an unknown one is never 0. */
export function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export function sumOfKnown(...counts: readonly (number | undefined)[]): number | undefined {
  let sum: number | undefined;
  for (const count of counts) if (count !== undefined) sum = (sum ?? 0) + count;
  return sum;
}

/** A non-empty string, list or object. */
export function isFilled(value: unknown): boolean {
  if (typeof value === 'string' || Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The last `"key": {…}` in a text whose beginning was cut off, parsed. */
export function lastObjectNamed(key: string, text: string): JsonObject | undefined {
  const at = text.lastIndexOf(`"${key}"`);
  const open = at < 0 ? -1 : text.indexOf('{', at);
  if (open < 0) return undefined;
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return asObject(parseJson(text.slice(open, index + 1))?.value);
  }
  return undefined;
}
