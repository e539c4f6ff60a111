/** What a person or a program may write for a moment: ISO 8601 with its zone, or epoch milliseconds. Null for anything else. */
export function parseTime(text: string): number | null {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  // Without a zone it would mean something else on every machine.
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}

export const expectedTime = 'a time such as 2026-06-22T14:00:00Z, or milliseconds since 1970';
