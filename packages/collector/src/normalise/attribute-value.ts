import type { Attributes } from '../decode/span.ts';

/** Instrumentations write "I do not know" in these words where they should leave the attribute out. */
const nullWords: ReadonlySet<string> = new Set(['', 'none', 'unknown', 'undefined', 'null', 'n/a', 'nan']);

/** The longest of them, with room for blanks around it. */
const nullTextLengthMax = 20;

/** Asked for every text of every span: most are told by their length or their first letter. */
export function isNullWord(text: string): boolean {
  if (text.length > nullTextLengthMax) return false;
  const first = text.charCodeAt(0);
  const letter = first | 0x20;
  if (first > 0x20 && letter !== letterN && letter !== letterU) return false;
  return nullWords.has(text.trim().toLowerCase());
}

const [letterN, letterU] = [0x6e, 0x75];

/** Empty when absent or said to be unknown. Of a list, the first entry. */
export function textOf(attributes: Attributes, ...keys: readonly string[]): string {
  for (const key of keys) {
    const value = attributes.get(key);
    if (value === undefined) continue;
    const text = typeof value === 'string' ? value : String(Array.isArray(value) ? (value[0] ?? '') : value);
    if (!isNullWord(text)) return text;
  }
  return '';
}

/** Null when absent, not finite or negative: several instrumentations write -1 for "not known". Text is accepted. */
export function numberOf(attributes: Attributes, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = attributes.get(key);
    if (typeof value !== 'number' && typeof value !== 'string') continue;
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    if (Number.isFinite(number) && number >= 0) return number;
  }
  return null;
}

/** Tokens and attempts beyond this are a fault of the sender; the bound keeps them in 32 bits. */
const countMax = 2 ** 32 - 1;

export function countOf(attributes: Attributes, ...keys: readonly string[]): number | null {
  const number = numberOf(attributes, ...keys);
  return number === null || number > countMax ? null : Math.round(number);
}

export function httpStatusOf(attributes: Attributes, ...keys: readonly string[]): number | null {
  const status = numberOf(attributes, ...keys);
  return status !== null && Number.isInteger(status) && status >= 100 && status <= 599 ? status : null;
}

/** Seconds in the attribute, milliseconds out. */
export function secondsAsMs(attributes: Attributes, ...keys: readonly string[]): number | null {
  const seconds = numberOf(attributes, ...keys);
  return seconds === null || seconds > secondsMax ? null : Math.round(seconds * 1e6) / 1e3;
}

/** Two days, as for span durations: no wait for one answer is longer. */
const secondsMax = 48 * 3600;

export function millisecondsOf(attributes: Attributes, ...keys: readonly string[]): number | null {
  const milliseconds = numberOf(attributes, ...keys);
  return milliseconds === null || milliseconds > secondsMax * 1000 ? null : milliseconds;
}

/** `true`, also as text: "True" is what Python's `str` makes of it. */
export function isTrue(attributes: Attributes, key: string): boolean {
  const value = attributes.get(key);
  return typeof value === 'boolean' ? value : value !== undefined && String(value).toLowerCase() === 'true';
}

/** An array, an array that came as JSON text, or one bare word. */
export function listOf(attributes: Attributes, ...keys: readonly string[]): readonly string[] {
  for (const key of keys) {
    const value = attributes.get(key);
    if (value === undefined) continue;
    const items = Array.isArray(value) ? value.map(String) : wordsIn(String(value));
    const known = items.filter((item) => !isNullWord(item));
    if (known.length > 0) return known;
  }
  return [];
}

/** A list of finish reasons is short. Parsing what is not could take sixty times its length in memory. */
const listTextLengthMax = 1000;

function wordsIn(text: string): string[] {
  if (!text.startsWith('[') || text.length > listTextLengthMax) return [text];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map(String) : [text];
  } catch {
    return [text];
  }
}
