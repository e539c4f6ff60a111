import type { Retention } from './retention.ts';

/** Width of the finest rollup. */
export const secondsMs = 2_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** The coarsest rollup whose cells fill steps of this width, by the width of its cells. */
export function grainFor(stepMs: number): number {
  return [hourMs, minuteMs].find((grainMs) => stepMs % grainMs === 0) ?? secondsMs;
}

/** How long the counts stay that such steps are made of, and by which setting. */
export function keptFor(stepMs: number, retention: Retention): readonly [keyof Retention, number] {
  const grainMs = grainFor(stepMs);
  if (grainMs === hourMs) return ['hoursDays', retention.hoursDays];
  return grainMs === minuteMs
    ? ['minutesDays', retention.minutesDays]
    : ['secondsDays', retention.secondsDays];
}

export interface Kept {
  readonly retention: Retention;
  readonly nowMs: number;
}

/** Whether the counts for such steps still reach back so far. */
export function isKept(sinceMs: number, stepMs: number, { retention, nowMs }: Kept): boolean {
  const [, days] = keptFor(stepMs, retention);
  return sinceMs >= nowMs - days * dayMs;
}
