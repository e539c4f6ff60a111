/** What `JSON.parse` made of an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Undefined when the text is no JSON object or longer than the bound: parsed, it takes several times its length. */
export function jsonObjectOf(text: unknown, lengthMax: number): JsonObject | undefined {
  if (typeof text !== 'string' || text.length > lengthMax || !text.trimStart().startsWith('{'))
    return undefined;
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The object below a chain of names. */
export function objectIn(
  parent: JsonObject | undefined,
  ...names: readonly string[]
): JsonObject | undefined {
  return names.reduce<JsonObject | undefined>((within, name) => objectOf(within?.[name]), parent);
}

/** Null when it is no count. */
export function countIn(parent: JsonObject | undefined, name: string): number | null {
  const value = parent?.[name];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
}

export function textIn(parent: JsonObject | undefined, name: string): string {
  const value = parent?.[name];
  return typeof value === 'string' ? value : '';
}

/** Vendors' bodies begin with ids, times and the model; what the user said comes after. */
const startLength = 600;

/**
 * A string field near the start of JSON text, read without parsing a body that may hold megabytes of prompt. A quote
 * inside a string is escaped in JSON, so a field that somebody only talks about does not match.
 */
export function textNearStart(text: unknown, name: string): string {
  if (typeof text !== 'string') return '';
  const start = text.slice(0, startLength);
  const label = `"${name}":`;
  const at = start.indexOf(label);
  if (at < 1) return '';
  return /^\s*"([^"\\]{1,300})"/.exec(start.slice(at + label.length))?.[1] ?? '';
}
