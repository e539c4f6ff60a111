import type { Draws } from './draws.ts';

/** How healthy traffic fails. */
export interface Noise {
  /** Failures come in bursts: a share in ten seconds varies as if it were counted from so many requests. */
  readonly burstSize: number;
  /** Standard deviation of the logarithm of the usual share, which wanders over minutes. */
  readonly wander: number;
}

const burstMs = 10_000;
/** How long the usual share remembers where it was. */
const wanderMs = 120_000;
/** However far it wanders, it stays usual. */
const shareMax = 0.5;

/** The share of one series that fails although nothing is wrong: it wanders, and what fails fails in bursts. */
export class UsualFailures {
  readonly #meanShare: number;
  readonly #noise: Noise;
  readonly #draws: Draws;
  #wander = 0;
  #burstShare = 0;
  #burstUntilMs = Number.NEGATIVE_INFINITY;

  constructor(meanShare: number, noise: Noise, draws: Draws) {
    this.#meanShare = meanShare;
    this.#noise = noise;
    this.#draws = draws;
  }

  /** Once per tick, in order. */
  shareAt(startMs: number, tickMs: number): number {
    const kept = Math.exp(-tickMs / wanderMs);
    const step = Math.sqrt(1 - kept * kept) * this.#noise.wander * this.#draws.normal();
    this.#wander = kept * this.#wander + step;
    if (startMs < this.#burstUntilMs) return this.#burstShare;
    this.#burstUntilMs = (Math.floor(startMs / burstMs) + 1) * burstMs;
    const mean = Math.min(shareMax, this.#meanShare * Math.exp(this.#wander));
    this.#burstShare = this.#draws.beta(mean, this.#noise.burstSize);
    return this.#burstShare;
  }
}
