import type { SeriesRule, Tick } from './series-rule.ts';

/** The same threshold as our detector's, and its smallest shift. */
const evidenceNats = 16;
const shift = 0.02;
const shareMin = 0.005;
const halfLifeMs = 6 * 3_600_000;
/** What was seen before anything was seen. */
const prior = { bad: 1, attempts: 100 };

/** Page's CUSUM of the binomial likelihood ratio: every attempt is taken to fail or not by itself. */
export class BinomialCusum implements SeriesRule {
  #nats = 0;
  #bad = prior.bad;
  #attempts = prior.attempts;
  #atMs = Number.NaN;

  observe({ atMs, attempts, bad }: Tick): boolean {
    const usual = Math.max(shareMin, this.#bad / this.#attempts);
    const shifted = usual + shift;
    const gain = bad * Math.log(shifted / usual) + (attempts - bad) * Math.log((1 - shifted) / (1 - usual));
    this.#nats = Math.min(2 * evidenceNats, Math.max(0, this.#nats + gain));
    if (this.#nats < evidenceNats / 2) this.#learn(atMs, attempts, bad);
    this.#atMs = atMs;
    return this.#nats >= evidenceNats;
  }

  #learn(atMs: number, attempts: number, bad: number): void {
    const kept = Number.isNaN(this.#atMs) ? 1 : 0.5 ** ((atMs - this.#atMs) / halfLifeMs);
    this.#bad = this.#bad * kept + bad;
    this.#attempts = this.#attempts * kept + attempts;
  }
}
