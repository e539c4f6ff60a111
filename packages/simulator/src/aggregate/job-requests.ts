import type { Phase } from '../scenario/scenario.ts';
import { type Bookings, count } from './bookings.ts';
import type { Delay } from './delay.ts';
import type { Draws } from './draws.ts';
import { repeatsAllowed } from './retry.ts';
import type { Ending } from './series-counts.ts';
import { meanStrength, sharesOf } from './tick-conditions.ts';

const repeatsForgottenMs = 300_000;

/** One request of a job, sent over and over: its failures are all the same one. */
export class JobRequests {
  readonly #phases: readonly Phase[];
  readonly #bookings: Bookings;
  readonly #draws: Draws;
  /** When failures were counted that are not repeated ones. */
  #countedMs: readonly number[] = [];

  constructor(phases: readonly Phase[], bookings: Bookings, draws: Draws) {
    this.#phases = phases.filter(({ job }) => job !== null);
    this.#bookings = bookings;
    this.#draws = draws;
  }

  /** Starts those of one tick and says how many they are. */
  start(startMs: number, tickMs: number, delayOf: (ending: Ending) => Delay): number {
    let started = 0;
    for (const phase of this.#phases) {
      const perSecond = (phase.job?.requestsPerSecond ?? 0) * meanStrength(phase, startMs, tickMs);
      const fresh = this.#draws.poisson((perSecond * tickMs) / 1000);
      started += fresh;
      this.#end(fresh, phase, startMs, delayOf);
    }
    return started;
  }

  #end(started: number, phase: Phase, startMs: number, delayOf: (ending: Ending) => Delay): void {
    let left = started;
    let mass = 1;
    for (const [fault, share] of sharesOf(phase.faults)) {
      const failed = this.#draws.binomial(left, mass <= 0 ? 0 : Math.min(1, share / mass));
      left -= failed;
      mass -= share;
      this.#fail(failed, fault, delayOf(fault), startMs);
    }
    this.#bookings.spread(left, delayOf('ok'), (ended, _, booking) => count(booking.ended, 'ok', ended));
  }

  #fail(failed: number, fault: Ending, delay: Delay, startMs: number): void {
    const counted = this.#countedMs.filter((atMs) => startMs - atMs < repeatsForgottenMs);
    this.#bookings.spread(failed, delay, (ended, _, booking) => {
      const fresh = Math.min(ended, Math.max(0, repeatsAllowed - counted.length));
      for (let index = 0; index < fresh; index += 1) counted.push(startMs);
      count(booking.ended, fault, ended);
      count(booking.repeated, fault, ended - fresh);
    });
    this.#countedMs = counted;
  }
}
