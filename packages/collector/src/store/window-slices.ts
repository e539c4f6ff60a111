import { dayMs, hourMs, minuteMs } from './grid.ts';
import type { TimeRange } from './store.ts';

/** A part of the time axis, and the rollup that tells it exactly. */
export interface WindowPiece extends TimeRange {
  /** Index into the ascending windows: the shortest window that this time lies in. */
  readonly slice: number;
  /** Indices of the excluded ranges that it lies in. */
  readonly excludedBy: readonly number[];
  readonly grainMs: number;
}

/**
 * Nested windows `[untilMs - window, untilMs)` as pieces that do not overlap, so that every row is added up once. A
 * piece has the coarsest grain that fits it: full days, the full hours beside them, minutes at the edges. Boundaries
 * before `minutesSinceMs`, where minutes have expired, are rounded down to the hour. An excluded range is pieces of its own.
 */
export function windowPieces(
  untilMs: number,
  windowsSeconds: readonly number[],
  minutesSinceMs: number,
  excluded: readonly TimeRange[] = [],
): readonly WindowPiece[] {
  const boundary = (ms: number): number => (ms < minutesSinceMs ? floor(ms, hourMs) : ms);
  const ranges = excluded.map((range) => ({
    sinceMs: boundary(range.sinceMs),
    untilMs: boundary(range.untilMs),
  }));
  return windowsSeconds.flatMap((seconds, slice) => {
    const newer = slice === 0 ? 0 : (windowsSeconds[slice - 1] ?? 0);
    const whole = { sinceMs: boundary(untilMs - seconds * 1000), untilMs: boundary(untilMs - newer * 1000) };
    return cut(whole, ranges).flatMap((range) => {
      const excludedBy = ranges.flatMap((each, index) => (lies(range, each) ? [index] : []));
      return cover(range, [dayMs, hourMs, minuteMs]).map((piece) => ({ ...piece, slice, excludedBy }));
    });
  });
}

/** At every edge of the others, so that each part lies in one of them or outside. */
function cut(range: TimeRange, others: readonly TimeRange[]): readonly TimeRange[] {
  const edges = others.flatMap(({ sinceMs, untilMs }) => [sinceMs, untilMs]);
  const within = edges.filter((ms) => range.sinceMs < ms && ms < range.untilMs);
  const cuts = [...new Set([range.sinceMs, ...within, range.untilMs])].sort((a, b) => a - b);
  return cuts.slice(1).map((untilMs, index) => ({ sinceMs: cuts[index] ?? untilMs, untilMs }));
}

function lies(range: TimeRange, other: TimeRange): boolean {
  return other.sinceMs <= range.sinceMs && range.untilMs <= other.untilMs;
}

type Cover = Omit<WindowPiece, 'slice' | 'excludedBy'>;

function cover(range: TimeRange, grainsMs: readonly number[]): readonly Cover[] {
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
