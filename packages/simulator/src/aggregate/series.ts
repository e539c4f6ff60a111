import type { Fault } from '../fault.ts';
import { selects } from '../scenario/conditions.ts';
import type { FleetModel, Phase, Scenario } from '../scenario/scenario.ts';
import { Bookings, count } from './bookings.ts';
import { cumulative, type Delay } from './delay.ts';
import type { Draws } from './draws.ts';
import { JobRequests } from './job-requests.ts';
import { mayPass, type Retry, repeatsAllowed } from './retry.ts';
import type { Ending, SeriesCounts } from './series-counts.ts';
import { type TickConditions, tickConditions } from './tick-conditions.ts';
import { type Noise, UsualFailures } from './usual-failures.ts';

export interface SeriesOptions {
  readonly scenario: Scenario;
  readonly profile: FleetModel;
  readonly region: string;
  readonly credential: string;
  /** Of the model's requests. */
  readonly share: number;
  readonly tickMs: number;
  readonly noise: Noise;
  readonly retry: Retry;
  readonly draws: Draws;
}

/** An error needs no model. */
const errorPace = 0.15;
const reset: Delay = { medianS: 0.3, sigma: 0.5 };
/** The callers' deadline. */
const deadline: Delay = { medianS: 60, sigma: 0 };
/** Standard normal quantile of 0.995. */
const overdueZ = 2.576;

/** One model in one region with one key, tick by tick. */
export class AggregatedSeries {
  readonly provider: string;
  readonly model: string;
  readonly #options: SeriesOptions;
  readonly #phases: readonly Phase[];
  readonly #bookings: Bookings;
  readonly #jobs: JobRequests;
  readonly #usualFailures: UsualFailures;

  constructor(options: SeriesOptions) {
    const { profile, region, credential, scenario, noise, tickMs, draws } = options;
    this.provider = profile.provider;
    this.model = profile.model;
    this.#options = options;
    const identity = { ...profile, region, credential, index: 0 };
    this.#phases = scenario.phases.filter((phase) =>
      selects(phase, { ...identity, text: phase.job?.name ?? '' }),
    );
    this.#bookings = new Bookings(tickMs / 1000, draws);
    this.#jobs = new JobRequests(this.#phases, this.#bookings, draws);
    // Models differ.
    const usualShare = scenario.backgroundErrorShare * (0.7 + 0.8 * draws.uniform());
    this.#usualFailures = new UsualFailures(usualShare, noise, draws);
  }

  /** Undefined when nothing started and nothing ended. */
  tick(startMs: number, rateFactor: number): SeriesCounts | undefined {
    const { profile, share, tickMs, draws, region, credential } = this.#options;
    const now = this.#bookings.at(0);
    const mean = (profile.requestsPerSecond * share * rateFactor * tickMs) / 1000;
    const usualShare = this.#usualFailures.shareAt(startMs, tickMs);
    const conditions = tickConditions(profile, this.#phases, usualShare, startMs, tickMs);
    const fresh = [draws.poisson(mean), ...now.again];
    for (const [tried, starting] of fresh.entries()) {
      if (starting > 0) this.#start(starting, tried, conditions);
    }
    const jobs = this.#jobs.start(startMs, tickMs, (ending) => delayOf(ending, conditions.duration));
    const started = fresh.reduce((sum, starting) => sum + starting, jobs);
    this.#bookings.moveOn();
    const total = Object.values(now.ended).reduce((sum, ended) => sum + ended, 0);
    if (started + total + now.overdue === 0) return undefined;
    const spread = (0.8 * draws.normal()) / Math.sqrt(Math.max(1, total));
    const promptTokens = profile.inputTokens * conditions.promptFactor * Math.max(0.2, 1 + spread);
    return {
      provider: this.provider,
      model: this.model,
      region,
      credential,
      started,
      ended: now.ended,
      repeated: now.repeated,
      overdue: now.overdue,
      promptTokens: total === 0 ? 0 : promptTokens,
      firstChunkMs: now.firstChunkMs,
    };
  }

  /** Decides how attempts end and when. */
  #start(starting: number, tried: number, { shares, duration, firstChunkS }: TickConditions): void {
    const { draws } = this.#options;
    let left = starting;
    let mass = 1;
    for (const [fault, share] of shares) {
      const failed = draws.binomial(left, mass <= 0 ? 0 : Math.min(1, share / mass));
      mass -= share;
      left -= failed;
      if (failed > 0) this.#fail(failed, tried, fault, duration);
      if (left === 0) return;
    }
    this.#bookings.spread(left, duration, (ended, _, booking) => {
      count(booking.ended, 'ok', ended);
      this.#bookings.time(ended, firstChunkS, booking);
    });
    this.#markOverdue(left, duration);
  }

  #fail(failed: number, tried: number, fault: Fault, duration: Delay): void {
    const { retry, draws } = this.#options;
    const delay = delayOf(fault, duration);
    this.#bookings.spread(failed, delay, (ended, tick, booking) => {
      count(booking.ended, fault, ended);
      if (tried >= repeatsAllowed) count(booking.repeated, fault, ended);
      if (!mayPass(fault) || tried >= retry.attemptsMax) return;
      const { again } = this.#bookings.at(tick + 1);
      again[tried] = (again[tried] ?? 0) + draws.binomial(ended, retry.share);
      for (let index = 0; index < tried; index += 1) again[index] ??= 0;
    });
    if (delay === deadline) this.#markOverdue(failed, deadline);
  }

  #markOverdue(starting: number, delay: Delay): void {
    const { profile, draws } = this.#options;
    const overdueS = (profile.latencyP50Ms / 1000) * Math.exp(overdueZ * profile.latencySigma);
    const share = 1 - cumulative(overdueS, delay.medianS, delay.sigma);
    const overdue = draws.binomial(starting, share);
    if (overdue === 0) return;
    this.#bookings.spread(overdue, { medianS: overdueS, sigma: 0 }, (crossed, _, booking) => {
      booking.overdue += crossed;
    });
  }
}

function delayOf(ending: Ending, duration: Delay): Delay {
  if (ending === 'ok') return duration;
  if (ending === 'timeout' || ending === 'hang') return deadline;
  if (ending === 'reset') return reset;
  const pace = ending === 'blank' || ending === 'no_choices' ? 0.5 : errorPace;
  return { ...duration, medianS: duration.medianS * pace };
}
