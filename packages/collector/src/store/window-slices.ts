import { dayMs, hourMs, minuteMs } from './grid.ts';
import type { TimeRange } from './store.ts';

/** A part of the time axis, and the rollup that tells it exactly. */
export interface WindowPiece extends TimeRange {
  /** Index into the ascending windows: the shortest window that this time lies in. */
  readonly slice: number;
  readonly grainMs: number;
}

/**
 * Nested windows `[untilMs - window, untilMs)` as pieces that do not overlap, so that every row is added up once. A
 * piece has the coarsest grain that fits it: full days, the full hours beside them, minutes at the edges. Boundaries
 * before `minutesSinceMs`, where minutes have expired, are rounded down to the hour.
 */
export function windowPieces(
  untilMs: number,
  windowsSeconds: readonly number[],
  minutesSinceMs: number,
): readonly WindowPiece[] {
  const boundary = (ms: number): number => (ms < minutesSinceMs ? floor(ms, hourMs) : ms);
  return windowsSeconds.flatMap((seconds, slice) => {
    const newer = slice === 0 ? 0 : (windowsSeconds[slice - 1] ?? 0);
    const range = { sinceMs: boundary(untilMs - seconds * 1000), untilMs: boundary(untilMs - newer * 1000) };
    return cover(range, [dayMs, hourMs, minuteMs]).map((piece) => ({ ...piece, slice }));
  });
}

function cover(range: TimeRange, grainsMs: readonly number[]): readonly Omit<WindowPiece, 'slice'>[] {
  const [grainMs, ...finer] = grainsMs;
  if (grainMs === undefined || range.sinceMs >= range.untilMs) return [];
  const inner = { sinceMs: -floor(-range.sinceMs, grainMs), untilMs: floor(range.untilMs, grainMs) };
  if (inner.sinceMs >= inner.untilMs) return cover(range, finer);
  return [
    ...cover({ sinceMs: range.sinceMs, untilMs: inner.sinceMs }, finer),
    { ...inner, grainMs },
    ...cover({ sinceMs: inner.untilMs, untilMs: range.untilMs }, finer),
  ];
}

function floor(ms: number, stepMs: number): number {
  return Math.floor(ms / stepMs) * stepMs;
}
