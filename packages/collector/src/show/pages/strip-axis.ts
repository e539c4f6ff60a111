import type { StripAxis } from '@faultline/conventions';

/** Steps that rollups can be read in and people can count in, seconds. */
const stepsSeconds = [
  2, 4, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 43_200, 86_400, 604_800,
] as const;
/** As many bars as fit beside each other. */
const cellsMax = 120;

/** The finest axis over a range that still fits, its cells on round times. */
export function axisOver(range: { readonly sinceMs: number; readonly untilMs: number }): StripAxis {
  const widthMs = Math.max(1, range.untilMs - range.sinceMs);
  const stepSeconds = stepsSeconds.find((seconds) => widthMs / (seconds * 1000) <= cellsMax - 1);
  const cellMs = (stepSeconds ?? stepsSeconds[stepsSeconds.length - 1] ?? 1) * 1000;
  const startMs = Math.floor(range.sinceMs / cellMs) * cellMs;
  const cells = Math.max(1, Math.ceil((range.untilMs - startMs) / cellMs));
  return { startMs, cellMs, cells };
}
