import type { SeriesRule, Tick } from './series-rule.ts';
import { SlidingCounts } from './sliding-counts.ts';

const shareMax = 0.05;
const spanMs = 300_000;
/** Fewer say nothing. */
const attemptsMin = 10;

/** More than 5 % of the last five minutes failed. */
export class StaticThreshold implements SeriesRule {
  readonly #recent = new SlidingCounts(spanMs);

  observe(tick: Tick): boolean {
    this.#recent.add(tick);
    return this.#recent.attempts >= attemptsMin && this.#recent.share > shareMax;
  }
}
