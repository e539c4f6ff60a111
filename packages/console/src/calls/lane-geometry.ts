import type { AttemptView } from '@faultline/conventions';

/** Where on the time axis of a call something lies, in thousandths. */
export interface Lane {
  readonly startX: number;
  readonly endX: number;
  /** Where the first content came; null when none did. */
  readonly firstTokenX: number | null;
  /** How far the vendor asked to wait after the end; null when it did not. */
  readonly waitUntilX: number | null;
  /** It is not known when it began: only its end is drawn. */
  readonly isEndOnly: boolean;
}

export interface LaneAxis {
  readonly startMs: number;
  readonly widthMs: number;
}

export const laneWidth = 1000;
/** A refusal after 40 ms is seen beside an answer that took a minute. */
const barWidthMin = 4;

export type Span = Pick<AttemptView, 'startMs' | 'endMs'>;

/** From the first beginning to the last end of what is known. */
export function laneAxis(spans: readonly Span[]): LaneAxis {
  const startMs = Math.min(...spans.map(({ startMs: start, endMs }) => start ?? endMs));
  const endMs = Math.max(...spans.map(({ endMs: end }) => end));
  return { startMs, widthMs: Math.max(1, endMs - startMs) };
}

export function laneOf(attempt: AttemptView, axis: LaneAxis): Lane {
  const { startMs, endMs, timeToFirstChunkMs, retryAfterMs } = attempt;
  const endX = position(endMs, axis);
  const startX = Math.min(startMs === null ? endX : position(startMs, axis), laneWidth - barWidthMin);
  return {
    startX,
    endX: Math.max(endX, startX + barWidthMin),
    firstTokenX:
      startMs === null || timeToFirstChunkMs === null ? null : position(startMs + timeToFirstChunkMs, axis),
    waitUntilX: retryAfterMs === null ? null : position(endMs + retryAfterMs, axis),
    isEndOnly: startMs === null,
  };
}

function position(atMs: number, { startMs, widthMs }: LaneAxis): number {
  const x = ((atMs - startMs) / widthMs) * laneWidth;
  return Math.round(Math.min(laneWidth, Math.max(0, x)) * 10) / 10;
}

/** More would touch each other on a phone. */
const ticksMax = 5;

/** Round offsets from the beginning, such as 0, 2 and 4 s. */
export function laneTicksMs({ widthMs }: LaneAxis): readonly number[] {
  const magnitude = 10 ** Math.floor(Math.log10(widthMs / ticksMax));
  const stepMs =
    [1, 2, 5, 10].map((factor) => factor * magnitude).find((step) => widthMs / step <= ticksMax) ?? widthMs;
  return Array.from({ length: Math.floor(widthMs / stepMs) + 1 }, (_, index) => index * stepMs);
}
