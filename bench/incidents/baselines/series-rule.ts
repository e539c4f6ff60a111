/** What one series did in one frame, as everybody sees it who looks at statuses alone. */
export interface Tick {
  readonly atMs: number;
  readonly attempts: number;
  readonly bad: number;
}

/** Looks at one series by itself and says after each frame whether it alarms. */
export interface SeriesRule {
  observe(tick: Tick): boolean;
}
