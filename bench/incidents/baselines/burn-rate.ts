import type { SeriesRule, Tick } from './series-rule.ts';
import { SlidingCounts } from './sliding-counts.ts';

const minute = 60_000;
/** An objective of 99.5 %. */
const budget = 0.005;

/** The pages of the SRE workbook, chapter 5: 14.4 times the budget over 1 h and 5 min, or 6 times over 6 h and 30 min. */
export class BurnRate implements SeriesRule {
  readonly #rules = [
    { factor: 14.4, long: new SlidingCounts(60 * minute), short: new SlidingCounts(5 * minute) },
    { factor: 6, long: new SlidingCounts(360 * minute), short: new SlidingCounts(30 * minute) },
  ];

  observe(tick: Tick): boolean {
    let isBurning = false;
    for (const { factor, long, short } of this.#rules) {
      long.add(tick);
      short.add(tick);
      isBurning ||= long.share > factor * budget && short.share > factor * budget;
    }
    return isBurning;
  }
}
