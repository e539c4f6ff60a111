/** Deeper than any arguments of a tool; what is deeper would overflow the stack of whoever writes or reads it. */
const depthMax = 32;
/** No word and no identifier is that long. */
const base64LengthMin = 256;

const notBase64 = /[^A-Za-z0-9+/=_\r\n-]/;
/** Each repetition is bounded, so that no text takes long to search. */
const dataUrl = /data:([\w.+-]{1,64}\/[\w.+-]{1,128})(?:;[\w.=+-]{1,128}){0,4};base64,([A-Za-z0-9+/=_-]+)/g;

/** A copy of somebody's JSON, so that a redaction hook never holds the app's own objects; binary data in it becomes its size. */
export function plainCopy(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutBinary(value);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (typeof value !== 'object' || value === null) return scalarOf(value);
  if (depth === depthMax) return '[nested deeper]';
  if (Array.isArray(value)) return value.map((item) => plainCopy(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainCopy(item, depth + 1)]));
}

/** Undefined for what JSON does not have. */
function scalarOf(value: unknown): number | boolean | null | undefined {
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : undefined;
}

function withoutBinary(text: string): string {
  if (text.length >= base64LengthMin && !notBase64.test(text))
    return `[${Buffer.byteLength(text, 'base64')} bytes]`;
  return withoutDataUrls(text);
}

/** Text with an image pasted into it, as Markdown allows. */
export function withoutDataUrls(text: string): string {
  if (!text.includes(';base64,')) return text;
  return text.replace(
    dataUrl,
    (_, mimeType: string, data: string) => `[${mimeType}, ${Buffer.byteLength(data, 'base64')} bytes]`,
  );
}
