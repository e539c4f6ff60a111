import { dayMs, hourMs, isKept, type Kept, minuteMs, secondsMs } from '../model/rollup.ts';
import type { TimeRange } from './store.ts';

export { dayMs, grainFor, hourMs, minuteMs, secondsMs } from '../model/rollup.ts';

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

/** Grain at which traffic is counted over a range, of those whose counts are still kept where somebody says which are. */
export function grainOf(range: TimeRange, kept?: Kept): number {
  const lengthMs = range.untilMs - range.sinceMs;
  const wantedMs = lengthMs <= fineRangeMsMax ? secondsMs : lengthMs <= minuteRangeMsMax ? minuteMs : hourMs;
  const isThere = (grainMs: number): boolean => !kept || isKept(range.sinceMs, grainMs, kept);
  return [secondsMs, minuteMs].find((grainMs) => grainMs >= wantedMs && isThere(grainMs)) ?? hourMs;
}
