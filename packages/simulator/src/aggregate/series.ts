import type { Fault } from '../fault.ts';
import { selects, strengthAt } from '../scenario/conditions.ts';
import type { FleetModel, Phase, Scenario } from '../scenario/scenario.ts';
import type { Noise, Retry } from './aggregate.ts';
import { cumulative, type Delay, endShares } from './delay.ts';
import type { Draws } from './draws.ts';

export type Ending = 'ok' | Fault;

/** Counts of one series in one tick. */
export interface SeriesCounts {
  readonly provider: string;
  readonly model: string;
  readonly region: string;
  readonly credential: string;
  readonly started: number;
  /** Attempts that ended in this tick. */
  readonly ended: Readonly<Partial<Record<Ending, number>>>;
  /** The part of `ended` whose request had failed twice before. */
  readonly repeated: Readonly<Partial<Record<Ending, number>>>;
  /** In flight, and since this tick for longer than 99.5 % usually take. */
  readonly overdue: number;
  readonly promptTokens: number;
  /** Lower edge in milliseconds → good answers whose first content took so long. */
  readonly firstChunkMs: Readonly<Record<string, number>>;
}

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

const edgesMs = Array.from({ length: 21 }, (_, index) => 50 * 1.5 ** index);
const firstChunkSigma = 0.5;
/** An error needs no model. */
const errorPace = 0.15;
const resetS = 0.3;
/** The callers' deadline. */
const deadlineS = 60;
/** Standard normal quantile of 0.995. */
const overdueZ = 2.576;

/** Of all requests, whatever the vendor does: mistakes, limits, and the odd answer without content. */
const ordinary: Readonly<Partial<Record<Fault, number>>> = {
  bad_request: 0.006,
  rate_limited: 0.001,
  timeout: 0.0006,
  reset: 0.0003,
  blank: 0.0003,
};
const mistakes: ReadonlySet<Ending> = new Set<Ending>([
  'ok',
  'bad_request',
  'auth',
  'quota_exhausted',
  'blank',
  'no_choices',
]);
const burstMs = 10_000;
/** How long the usual share remembers where it was. */
const wanderMs = 120_000;
const repeatsAllowed = 2;
const repeatsForgottenMs = 300_000;

/** What will end in a later tick. */
interface Later {
  readonly ended: Partial<Record<Ending, number>>;
  readonly repeated: Partial<Record<Ending, number>>;
  overdue: number;
  /** To be tried again, by how often they have been. */
  readonly again: number[];
  readonly firstChunkMs: Record<string, number>;
}

export class AggregatedSeries {
  readonly provider: string;
  readonly model: string;
  readonly #options: SeriesOptions;
  readonly #phases: readonly Phase[];
  readonly #later: Later[] = [];
  readonly #usualShare: number;
  #wander = 0;
  #burstShare = 0;
  #burstUntilMs = Number.NEGATIVE_INFINITY;
  #jobCountedMs: number[] = [];

  constructor(options: SeriesOptions) {
    const { profile, region, credential, scenario, draws } = options;
    this.provider = profile.provider;
    this.model = profile.model;
    this.#options = options;
    const identity = { ...profile, region, credential, index: 0 };
    this.#phases = scenario.phases.filter((phase) =>
      selects(phase, { ...identity, text: phase.job?.name ?? '' }),
    );
    // Models differ.
    this.#usualShare = scenario.backgroundErrorShare * (0.7 + 0.8 * draws.uniform());
  }

  /** Undefined when nothing started and nothing ended. */
  tick(startMs: number, rateFactor: number): SeriesCounts | undefined {
    const { profile, share, tickMs, draws, region, credential } = this.#options;
    const now = this.#laterAt(0);
    const mean = (profile.requestsPerSecond * share * rateFactor * tickMs) / 1000;
    const conditions = this.#conditionsAt(startMs);
    const fresh = [draws.poisson(mean), ...now.again];
    for (const [tried, count] of fresh.entries()) if (count > 0) this.#start(count, tried, conditions);
    const jobs = this.#startJobs(startMs, conditions);
    const started = fresh.reduce((sum, count) => sum + count, jobs);
    this.#later.shift();
    const total = Object.values(now.ended).reduce((sum, count) => sum + count, 0);
    if (started + total + now.overdue === 0) return undefined;
    const spread = (0.8 * draws.normal()) / Math.sqrt(Math.max(1, total));
    return {
      provider: this.provider,
      model: this.model,
      region,
      credential,
      started,
      ended: now.ended,
      repeated: now.repeated,
      overdue: now.overdue,
      promptTokens:
        total === 0 ? 0 : profile.inputTokens * conditions.promptFactor * Math.max(0.2, 1 + spread),
      firstChunkMs: now.firstChunkMs,
    };
  }

  #laterAt(ticks: number): Later {
    while (this.#later.length <= ticks) {
      this.#later.push({ ended: {}, repeated: {}, overdue: 0, again: [], firstChunkMs: {} });
    }
    return this.#later[ticks] as Later;
  }

  #conditionsAt(startMs: number): Conditions {
    const { tickMs, profile } = this.#options;
    const shares = new Map<Fault, number>();
    let healthy = 1;
    let latencyFactor = 1;
    let ttftFactor = 1;
    let promptFactor = 1;
    for (const phase of this.#phases) {
      const strength = meanStrength(phase, startMs, tickMs);
      if (strength === 0) continue;
      latencyFactor *= 1 + (phase.latencyFactor - 1) * strength;
      ttftFactor *= 1 + (phase.ttftFactor - 1) * strength;
      promptFactor *= 1 + (phase.promptFactor - 1) * strength;
      if (phase.job) continue;
      for (const [fault, share] of Object.entries(phase.faults) as [Fault, number][]) {
        shares.set(fault, (shares.get(fault) ?? 0) + share * strength);
        healthy -= share * strength;
      }
    }
    healthy = Math.max(0, healthy);
    add(shares, 'server_error', healthy * this.#burstyShare(startMs));
    for (const [fault, share] of Object.entries(ordinary) as [Fault, number][])
      add(shares, fault, healthy * share);
    return {
      shares,
      promptFactor,
      duration: {
        // Reading a prompt is a small part of answering it.
        medianS: (profile.latencyP50Ms / 1000) * latencyFactor * (1 + 0.2 * (promptFactor - 1)),
        sigma: profile.latencySigma,
      },
      firstChunkS: (profile.timeToFirstTokenP50Ms / 1000) * ttftFactor * promptFactor,
    };
  }

  #burstyShare(startMs: number): number {
    const { noise, tickMs, draws } = this.#options;
    const kept = Math.exp(-tickMs / wanderMs);
    this.#wander = kept * this.#wander + Math.sqrt(1 - kept * kept) * noise.wander * draws.normal();
    if (startMs < this.#burstUntilMs) return this.#burstShare;
    this.#burstUntilMs = (Math.floor(startMs / burstMs) + 1) * burstMs;
    const mean = Math.min(0.5, this.#usualShare * Math.exp(this.#wander));
    this.#burstShare = draws.beta(mean, noise.burstSize);
    return this.#burstShare;
  }

  /** Decides how attempts end and when. */
  #start(count: number, tried: number, { shares, duration, firstChunkS }: Conditions): void {
    const { draws } = this.#options;
    let left = count;
    let mass = 1;
    for (const [fault, share] of shares) {
      const failed = draws.binomial(left, mass <= 0 ? 0 : Math.min(1, share / mass));
      mass -= share;
      left -= failed;
      if (failed > 0) this.#fail(failed, tried, fault, duration);
      if (left === 0) return;
    }
    this.#spread(left, duration, (ended, tick) => {
      const later = this.#laterAt(tick);
      later.ended.ok = (later.ended.ok ?? 0) + ended;
      this.#time(ended, firstChunkS, later);
    });
    this.#markOverdue(left, duration);
  }

  #fail(count: number, tried: number, fault: Fault, duration: Delay): void {
    const { retry, draws } = this.#options;
    this.#spread(count, this.#delayOf(fault, duration), (ended, tick) => {
      const later = this.#laterAt(tick);
      later.ended[fault] = (later.ended[fault] ?? 0) + ended;
      if (tried >= repeatsAllowed) later.repeated[fault] = (later.repeated[fault] ?? 0) + ended;
      if (mistakes.has(fault) || tried >= retry.attemptsMax) return;
      const again = this.#laterAt(tick + 1).again;
      again[tried] = (again[tried] ?? 0) + draws.binomial(ended, retry.share);
      for (let index = 0; index < tried; index += 1) again[index] ??= 0;
    });
    if (fault === 'timeout' || fault === 'hang') this.#markOverdue(count, { medianS: deadlineS, sigma: 0 });
  }

  #delayOf(fault: Fault, duration: Delay): Delay {
    if (fault === 'timeout' || fault === 'hang') return { medianS: deadlineS, sigma: 0 };
    if (fault === 'reset') return { medianS: resetS, sigma: 0.5 };
    if (fault === 'blank' || fault === 'no_choices') return { ...duration, medianS: duration.medianS * 0.5 };
    return { ...duration, medianS: duration.medianS * errorPace };
  }

  #spread(count: number, delay: Delay, book: (ended: number, tick: number) => void): void {
    const { tickMs, draws } = this.#options;
    const shares = endShares(delay, tickMs / 1000);
    let left = count;
    let mass = 1;
    for (const [tick, share] of shares.entries()) {
      const isLast = tick === shares.length - 1;
      const ended = isLast ? left : draws.binomial(left, mass <= 0 ? 1 : Math.min(1, share / mass));
      if (ended > 0) book(ended, tick);
      left -= ended;
      mass -= share;
      if (left === 0) return;
    }
  }

  #time(count: number, medianS: number, later: Later): void {
    const { draws } = this.#options;
    let left = count;
    let below = 0;
    for (const [index, edge] of edgesMs.entries()) {
      const upper = edgesMs[index + 1];
      const until = upper === undefined ? 1 : cumulative(upper / 1000, medianS, firstChunkSigma);
      const here = draws.binomial(left, below >= 1 ? 1 : Math.min(1, (until - below) / (1 - below)));
      if (here > 0) {
        const name = String(Math.round(edge * 1000) / 1000);
        later.firstChunkMs[name] = (later.firstChunkMs[name] ?? 0) + here;
      }
      left -= here;
      below = until;
      if (left === 0) return;
    }
  }

  #markOverdue(count: number, delay: Delay): void {
    const { profile, draws } = this.#options;
    const overdueS = (profile.latencyP50Ms / 1000) * Math.exp(overdueZ * profile.latencySigma);
    const share = 1 - cumulative(overdueS, delay.medianS, delay.sigma);
    const overdue = draws.binomial(count, share);
    if (overdue === 0) return;
    this.#spread(overdue, { medianS: overdueS, sigma: 0 }, (crossed, tick) => {
      this.#laterAt(tick).overdue += crossed;
    });
  }

  /** One request that is sent over and over: its failures are all the same one. */
  #startJobs(startMs: number, { duration }: Conditions): number {
    const { tickMs, draws } = this.#options;
    let started = 0;
    for (const phase of this.#phases) {
      if (!phase.job) continue;
      const strength = meanStrength(phase, startMs, tickMs);
      const count = draws.poisson((phase.job.requestsPerSecond * strength * tickMs) / 1000);
      started += count;
      for (const [fault, share] of Object.entries(phase.faults) as [Fault, number][]) {
        this.#repeat(draws.binomial(count, share), fault, duration, startMs);
      }
    }
    return started;
  }

  #repeat(count: number, fault: Fault, duration: Delay, startMs: number): void {
    this.#jobCountedMs = this.#jobCountedMs.filter((atMs) => startMs - atMs < repeatsForgottenMs);
    this.#spread(count, this.#delayOf(fault, duration), (ended, tick) => {
      const later = this.#laterAt(tick);
      const fresh = Math.min(ended, Math.max(0, repeatsAllowed - this.#jobCountedMs.length));
      for (let index = 0; index < fresh; index += 1) this.#jobCountedMs.push(startMs);
      later.ended[fault] = (later.ended[fault] ?? 0) + ended;
      later.repeated[fault] = (later.repeated[fault] ?? 0) + ended - fresh;
    });
  }
}

interface Conditions {
  readonly shares: ReadonlyMap<Fault, number>;
  readonly promptFactor: number;
  readonly duration: Delay;
  readonly firstChunkS: number;
}

function add(shares: Map<Fault, number>, fault: Fault, share: number): void {
  shares.set(fault, (shares.get(fault) ?? 0) + share);
}

/** A phase may begin in the middle of a tick. */
function meanStrength(phase: Phase, startMs: number, tickMs: number): number {
  if (startMs + tickMs <= phase.fromMs || startMs >= phase.untilMs) return 0;
  let sum = 0;
  const parts = 5;
  for (let part = 0; part < parts; part += 1)
    sum += strengthAt(phase, startMs + ((part + 0.5) / parts) * tickMs);
  return sum / parts;
}
