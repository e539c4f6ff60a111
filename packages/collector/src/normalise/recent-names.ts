/** How long a name keeps its place that nobody uses any more. */
const keptMs = 3600_000;
/** While it is full, it is looked this often whether a place has become free. */
const sweepEveryMs = 60_000;

/** At most so many names at a time. */
export class RecentNames {
  readonly #max: number;
  readonly #seenMs = new Map<string, number>();
  #sweptMs = Number.NEGATIVE_INFINITY;

  constructor(max: number) {
    this.#max = max;
  }

  knows(name: string): boolean {
    return this.#seenMs.has(name);
  }

  /** Whether it is known, or there is a place for it, which it then has. */
  admits(name: string, nowMs: number): boolean {
    if (!this.#seenMs.has(name) && this.#isFull(nowMs)) return false;
    this.#seenMs.set(name, nowMs);
    return true;
  }

  #isFull(nowMs: number): boolean {
    if (this.#seenMs.size < this.#max) return false;
    if (nowMs - this.#sweptMs >= sweepEveryMs) {
      this.#sweptMs = nowMs;
      for (const [name, seenMs] of this.#seenMs) if (nowMs - seenMs > keptMs) this.#seenMs.delete(name);
    }
    return this.#seenMs.size >= this.#max;
  }
}
