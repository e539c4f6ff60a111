/** Half open: `[sinceMs, untilMs)`. */
export interface TimeRange {
  readonly sinceMs: number;
  readonly untilMs: number;
}
