export const uint16Max: number = 2 ** 16 - 1;
export const uint32Max: number = 2 ** 32 - 1;
/** Integers above this are not exact in JSON. */
export const exactMax: number = Number.MAX_SAFE_INTEGER;
const timeMsMin = 1e12;
/** End of the years that a rollup's `DateTime` can hold. */
const timeMsMax = Date.UTC(2106, 0);

/** ClickHouse reads neither a sign nor a fraction into an unsigned column (27, 72), and what is too big wraps around. */
export function uint(value: number, max: number): number {
  return Number.isNaN(value) ? 0 : Math.min(Math.max(Math.round(value), 0), max);
}

export function optional(value: number | null, max: number): number | null {
  return value === null || Number.isNaN(value) ? null : uint(value, max);
}

/** Milliseconds. Fewer than 13 digits would be read as seconds or as a date; that is the year 2001, long expired. */
export function time(ms: number): number {
  return Math.max(uint(ms, timeMsMax), timeMsMin);
}

/** Seconds, for the start of a rollup's cell. */
export function cellTime(ms: number, widthMs: number): number {
  return (Math.floor(time(ms) / widthMs) * widthMs) / 1000;
}
