import { cumulative, type Delay, endShares } from './delay.ts';
import type { Draws } from './draws.ts';
import type { Ending } from './series-counts.ts';

/** What is known by now about one tick to come: what will end in it, and what will be tried again. */
export interface Booking {
  readonly ended: Partial<Record<Ending, number>>;
  readonly repeated: Partial<Record<Ending, number>>;
  overdue: number;
  /** To be tried again, by how often they have been. */
  readonly again: number[];
  readonly firstChunkMs: Record<string, number>;
}

const firstChunkEdgesMs = Array.from({ length: 21 }, (_, index) => 50 * 1.5 ** index);
const firstChunkSigma = 0.5;

/** The ticks from now on, as far as anything is booked for them. */
export class Bookings {
  readonly #ticks: Booking[] = [];
  readonly #tickS: number;
  readonly #draws: Draws;

  constructor(tickS: number, draws: Draws) {
    this.#tickS = tickS;
    this.#draws = draws;
  }

  /** `ticks` from now; 0 is the one that goes on. */
  at(ticks: number): Booking {
    while (this.#ticks.length <= ticks) {
      this.#ticks.push({ ended: {}, repeated: {}, overdue: 0, again: [], firstChunkMs: {} });
    }
    return this.#ticks[ticks] as Booking;
  }

  /** The next tick begins. */
  moveOn(): void {
    this.#ticks.shift();
  }

  /** Draws when each of `count` attempts ends that start now, and hands them out by tick. */
  spread(count: number, delay: Delay, book: (ended: number, tick: number, booking: Booking) => void): void {
    const shares = endShares(delay, this.#tickS);
    let left = count;
    let mass = 1;
    for (const [tick, share] of shares.entries()) {
      const isLast = tick === shares.length - 1;
      const ended = isLast ? left : this.#draws.binomial(left, mass <= 0 ? 1 : Math.min(1, share / mass));
      if (ended > 0) book(ended, tick, this.at(tick));
      left -= ended;
      mass -= share;
      if (left === 0) return;
    }
  }

  /** Draws how long each of `count` good answers took until its first content. */
  time(count: number, medianS: number, { firstChunkMs }: Booking): void {
    let left = count;
    let below = 0;
    for (const [index, edge] of firstChunkEdgesMs.entries()) {
      const upper = firstChunkEdgesMs[index + 1];
      const until = upper === undefined ? 1 : cumulative(upper / 1000, medianS, firstChunkSigma);
      const share = below >= 1 ? 1 : Math.min(1, (until - below) / (1 - below));
      const here = this.#draws.binomial(left, share);
      if (here > 0) {
        const name = String(Math.round(edge * 1000) / 1000);
        firstChunkMs[name] = (firstChunkMs[name] ?? 0) + here;
      }
      left -= here;
      below = until;
      if (left === 0) return;
    }
  }
}

export function count(counts: Partial<Record<Ending, number>>, ending: Ending, more: number): void {
  counts[ending] = (counts[ending] ?? 0) + more;
}
