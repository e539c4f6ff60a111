import type { StripAxis } from '@faultline/conventions';
import { isKept, type Kept } from '../../model/rollup.ts';
import type { TimeRange } from '../../store/store.ts';

/** Steps that rollups can be read in and people can count in, seconds. */
const stepsSeconds = [
  2, 4, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 43_200, 86_400, 604_800,
] as const;
const longestMs = 604_800_000;
/** As many bars as fit beside each other. */
const cellsMax = 120;

/** The finest axis over a range that still fits and for which there still are counts, its cells on round times. */
export function axisOver(range: TimeRange, kept: Kept): StripAxis {
  const widthMs = Math.max(1, range.untilMs - range.sinceMs);
  const fits = (stepMs: number): boolean =>
    widthMs / stepMs <= cellsMax - 1 && isKept(range.sinceMs, stepMs, kept);
  const cellMs = stepsSeconds.map((seconds) => seconds * 1000).find(fits) ?? longestMs;
  const startMs = Math.floor(range.sinceMs / cellMs) * cellMs;
  const cells = Math.max(1, Math.ceil((range.untilMs - startMs) / cellMs));
  return { startMs, cellMs, cells };
}

/** All that the axis shows. */
export function rangeOf({ startMs, cellMs, cells }: StripAxis): TimeRange {
  return { sinceMs: startMs, untilMs: startMs + cells * cellMs };
}
