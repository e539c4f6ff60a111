import type { Tick } from './series-rule.ts';

/** Attempts of the last so many milliseconds. */
export class SlidingCounts {
  readonly #spanMs: number;
  readonly #ticks: Tick[] = [];
  #first = 0;
  attempts = 0;
  bad = 0;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  add(tick: Tick): void {
    if (tick.attempts > 0) this.#ticks.push(tick);
    this.attempts += tick.attempts;
    this.bad += tick.bad;
    this.#forget(tick.atMs - this.#spanMs);
  }

  get share(): number {
    return this.attempts === 0 ? 0 : this.bad / this.attempts;
  }

  #forget(untilMs: number): void {
    for (let oldest = this.#ticks[this.#first]; oldest && oldest.atMs <= untilMs; ) {
      this.attempts -= oldest.attempts;
      this.bad -= oldest.bad;
      this.#first += 1;
      oldest = this.#ticks[this.#first];
    }
    if (this.#first < 1000) return;
    this.#ticks.splice(0, this.#first);
    this.#first = 0;
  }
}
