import { asObject, asObjects, type JsonObject, parseJson } from '../protocols/json.ts';

/**
 * A list of messages or parts as JSON of at most so many bytes. Texts are cut from the longest on, all to the same
 * length; where that would leave too little of each, the oldest items go first. Undefined where nothing fits.
 */
export function fittedJson(items: readonly unknown[], bytesMax: number): string | undefined {
  const whole = JSON.stringify(items);
  if (byteLengthOf(whole) <= bytesMax) return whole;
  const sized = asObjects(parseJson(whole)?.value).map(sizedItem);
  const cutCount = leastCutCount(sized, bytesMax);
  return cutCount === undefined ? undefined : fittedRest(sized, cutCount, bytesMax);
}

/** What is left of a text has to tell something: few texts that do are worth more than many stubs. */
function textBytesMinOf(bytesMax: number): number {
  return Math.max(64, Math.min(256, Math.floor(bytesMax / 8)));
}

interface SizedItem {
  readonly item: JsonObject;
  /** What remains when all its texts are gone. */
  readonly frameBytes: number;
  /** What each text takes in JSON. */
  readonly textBytes: readonly number[];
}

function sizedItem(item: JsonObject): SizedItem {
  const textBytes = partsIn(item).flatMap((part) => textsIn(part).map(([, text]) => jsonBytesOf(text)));
  return { item, frameBytes: jsonBytesOf(item) - sum(textBytes), textBytes };
}

/** A message's parts; an item that is no message is a part itself. */
function partsIn(item: JsonObject): readonly JsonObject[] {
  return 'parts' in item ? asObjects(item.parts) : [item];
}

/** Everything a part says. Arguments and results count as a text: cut, they are one. */
function textsIn(part: JsonObject): readonly (readonly [string, unknown])[] {
  return Object.entries(part).filter(([field]) => field !== 'type');
}

/** Found by halving: what fits with some items cut fits with more of them cut. */
function leastCutCount(sized: readonly SizedItem[], bytesMax: number): number | undefined {
  const fits = (cutCount: number): boolean => levelOf(sized, cutCount, bytesMax) !== undefined;
  if (fits(0)) return 0;
  let [tooFew, enough] = [0, sized.length];
  if (!fits(enough)) return undefined;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (fits(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** The bytes that no text may exceed, so that all of the rest fits; undefined where that is too little. */
function levelOf(sized: readonly SizedItem[], cutCount: number, bytesMax: number): number | undefined {
  const rest = sized.slice(cutCount);
  const frames = [...markers(sized, cutCount).map(jsonBytesOf), ...rest.map(({ frameBytes }) => frameBytes)];
  const brackets = 2;
  const commas = Math.max(0, frames.length - 1);
  const room = bytesMax - brackets - commas - sum(frames);
  const level = sharedLevel(
    rest.flatMap(({ textBytes }) => textBytes),
    room,
  );
  return level >= textBytesMinOf(bytesMax) ? level : undefined;
}

/** How much each may take when the short ones leave their share to the long ones. */
function sharedLevel(textBytes: readonly number[], room: number): number {
  if (room < 0) return 0;
  let left = room;
  for (const [index, bytes] of textBytes.toSorted((a, b) => a - b).entries()) {
    const share = left / (textBytes.length - index);
    if (bytes > share) return Math.floor(share);
    left -= bytes;
  }
  return Number.POSITIVE_INFINITY;
}

function fittedRest(sized: readonly SizedItem[], cutCount: number, bytesMax: number): string {
  const level = levelOf(sized, cutCount, bytesMax) ?? textBytesMinOf(bytesMax);
  const rest = sized.slice(cutCount).map(({ item }) => cutItem(item, level));
  return JSON.stringify([...markers(sized, cutCount), ...rest]);
}

/** Says in the list itself that it is not all. */
function markers(sized: readonly SizedItem[], cutCount: number): readonly JsonObject[] {
  if (cutCount === 0) return [];
  const isOfMessages = sized.some(({ item }) => 'parts' in item);
  const part = { type: 'cut', content: `…[${cutCount} ${isOfMessages ? 'messages' : 'parts'} cut]` };
  return [isOfMessages ? { role: 'instrumentation', parts: [part] } : part];
}

function cutItem(item: JsonObject, level: number): JsonObject {
  if (!('parts' in item)) return cutPart(item, level);
  if (!Array.isArray(item.parts)) return item;
  return {
    ...item,
    parts: item.parts.map((value) => {
      const part = asObject(value);
      return part ? cutPart(part, level) : value;
    }),
  };
}

function cutPart(part: JsonObject, level: number): JsonObject {
  const cut = textsIn(part).filter(([, text]) => jsonBytesOf(text) > level);
  return { ...part, ...Object.fromEntries(cut.map(([field, text]) => [field, cutText(text, level)])) };
}

function cutText(value: unknown, jsonBytesMax: number): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const marker = (kept: string): string => `…[${byteLengthOf(text) - byteLengthOf(kept)} bytes cut]`;
  const kept = longestPrefix(text, jsonBytesMax - byteLengthOf(marker('')));
  return kept + marker(kept);
}

/** The longest beginning that takes no more than so many bytes as JSON, quotes included. */
function longestPrefix(text: string, jsonBytesMax: number): string {
  let [fits, tooLong] = [0, Math.min(text.length, jsonBytesMax) + 1];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (jsonBytesOf(text.slice(0, middle)) <= jsonBytesMax) fits = middle;
    else tooLong = middle;
  }
  const endsInPair = /[\uD800-\uDBFF]/.test(text.charAt(fits - 1));
  return text.slice(0, endsInPair ? fits - 1 : fits);
}

function jsonBytesOf(value: unknown): number {
  return byteLengthOf(JSON.stringify(value));
}

function byteLengthOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
