import type { TimeRange } from './store.ts';

/** Width of the finest rollup. */
export const secondsMs = 2_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** Starts of the cells of this width that lie in the range. Cells sit on multiples of their width. */
export function cellStarts(range: TimeRange, widthMs: number): readonly number[] {
  const first = Math.ceil(range.sinceMs / widthMs) * widthMs;
  const count = Math.max(0, Math.ceil((range.untilMs - first) / widthMs));
  return Array.from({ length: count }, (_, index) => first + index * widthMs);
}

/** The cells as one range: everything that ended in one of them. */
export function cellRange(range: TimeRange, widthMs: number): TimeRange {
  return {
    sinceMs: Math.ceil(range.sinceMs / widthMs) * widthMs,
    untilMs: Math.ceil(range.untilMs / widthMs) * widthMs,
  };
}

export function requireMultiple(widthMs: number, ofMs: number): void {
  if (widthMs > 0 && widthMs % ofMs === 0) return;
  throw new RangeError(`a width must be a multiple of ${ofMs} ms, got ${widthMs} ms`);
}

/** Ranges longer than this are read by the minute. */
const fineRangeMsMax = 2 * hourMs;
/** And longer than this by the hour. */
const minuteRangeMsMax = 2 * dayMs;

/** Grain at which traffic is counted over a range. */
export function grainOf(range: TimeRange): number {
  const lengthMs = range.untilMs - range.sinceMs;
  if (lengthMs <= fineRangeMsMax) return secondsMs;
  return lengthMs <= minuteRangeMsMax ? minuteMs : hourMs;
}

/** The coarsest grain whose cells fill steps of this width. */
export function grainFor(stepMs: number): number {
  return [hourMs, minuteMs].find((grainMs) => stepMs % grainMs === 0) ?? secondsMs;
}
