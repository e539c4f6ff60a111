import type { SeriesRule, Tick } from './series-rule.ts';

/** The last fifty or so frames count. */
const weight = 0.02;
const zMax = 4;
/** One odd frame is not yet an alarm. */
const inARow = 3;
const warmUpTicks = 30;
const shareMin = 0.005;

/** The share of a frame against its moving average, in standard deviations. */
export class EwmaScore implements SeriesRule {
  #mean = 0.01;
  #variance = 0;
  #seen = 0;
  #odd = 0;

  observe({ attempts, bad }: Tick): boolean {
    if (attempts === 0) return this.#odd >= inARow;
    const share = bad / attempts;
    const usual = Math.max(shareMin, this.#mean);
    const deviation = Math.sqrt(Math.max(this.#variance, (usual * (1 - usual)) / attempts));
    const isOdd = this.#seen >= warmUpTicks && (share - usual) / deviation > zMax;
    this.#odd = isOdd ? this.#odd + 1 : 0;
    if (!isOdd) this.#learn(share);
    return this.#odd >= inARow;
  }

  #learn(share: number): void {
    this.#seen += 1;
    const difference = share - this.#mean;
    this.#mean += weight * difference;
    this.#variance = (1 - weight) * (this.#variance + weight * difference * difference);
  }
}
