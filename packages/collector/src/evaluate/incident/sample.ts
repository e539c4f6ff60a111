import type { Outcome } from '@faultline/conventions';
import type { SeriesFrame } from '../../model/frame.ts';
import { allChannels, type Channel, type ChannelName } from './channel.ts';
import { endedAs } from './ended-as.ts';

/** Counts of one series over one frame or several in a row. */
export interface Sample {
  readonly startMs: number;
  readonly widthMs: number;
  /** Attempts that ended or began, whichever is more: ended ones alone are biased to fast outcomes when a vendor hangs. */
  readonly attempts: number;
  /** Attempts that were served: only they prove that something works. */
  readonly served: number;
  /** Good answers whose latency can be judged, and those of them that took too long. */
  readonly timed: number;
  readonly slow: number;
  /** Attempts of which can be said whether they are overdue. */
  readonly watched: number;
  readonly failures: Failures;
  /** Channels, as bits in the order of `allChannels`, whose counts fell into an incident or an excursion: not usual. */
  readonly tainted: number;
}

/** By channel, how many were bad: all but those of the channel `slow`, which are answers after all. */
interface Failures extends Readonly<Record<Exclude<ChannelName, 'slow'>, number>> {
  /** Those of `errors` that began to be answered and then fell silent. */
  readonly stalled: number;
  /** Those of `overdue` that were in flight still, and not failed. */
  readonly pending: number;
  readonly outcomes: SeriesFrame['outcomes'];
}

/** What nearly all samples hold, and so one object for all of them. */
const noFailures: Failures = {
  errors: 0,
  blank: 0,
  rate_limit: 0,
  credential: 0,
  client_error: 0,
  connection: 0,
  overdue: 0,
  stalled: 0,
  pending: 0,
  outcomes: {},
};

/** How many good answers took too long; nothing where that cannot be said. */
export interface Timing {
  readonly timed: number;
  readonly slow: number;
}

/** What grew overdue in a frame; see overdue.ts. */
export interface Overdue {
  /** Attempts that grew overdue, and those of them that were in flight still at the end. */
  readonly fresh: number;
  readonly pending: number;
  /** Whether calls in flight can be judged; where not, an attempt shows by its end only whether it was overdue. */
  readonly isWatched: boolean;
}

/** Ends that show neither a fault nor service: an app that gives up on a hanging vendor is no proof that it serves. */
const silent: readonly Outcome[] = ['cancelled', 'unknown'];

export function sampleOf(
  counts: SeriesFrame,
  startMs: number,
  widthMs: number,
  { timed, slow }: Timing,
  overdue: Overdue,
  tainted = 0,
): Sample {
  const { outcomes, repeats } = counts;
  let telling = counts.attempts;
  for (const outcome of silent) telling -= outcomes[outcome] ?? 0;
  for (const outcome in repeats) telling -= repeats[outcome as Outcome] ?? 0;
  const served = (outcomes.ok ?? 0) + (outcomes.filtered ?? 0);
  const attempts = Math.max(telling, counts.started ?? 0);
  return {
    startMs,
    widthMs,
    attempts,
    served,
    timed,
    slow,
    watched: overdue.isWatched ? attempts : Math.max(0, telling),
    failures: served === counts.attempts && overdue.fresh === 0 ? noFailures : failuresIn(counts, overdue),
    tainted,
  };
}

function failuresIn(counts: SeriesFrame, { fresh, pending }: Overdue): Failures {
  const bad = (name: ChannelName): number => badAttempts(name, counts);
  return {
    errors: bad('errors'),
    blank: bad('blank'),
    rate_limit: bad('rate_limit'),
    credential: bad('credential'),
    client_error: bad('client_error'),
    // What is overdue has not been answered either, so far.
    connection: bad('connection') + pending,
    overdue: fresh,
    stalled: endedAs('stalled', counts),
    pending,
    outcomes: counts.outcomes,
  };
}

const badOutcomes = new Map(allChannels.map(({ name, bad }) => [name, [...bad]]));

/** Failures of a channel. */
function badAttempts(name: ChannelName, counts: SeriesFrame): number {
  let bad = 0;
  for (const outcome of badOutcomes.get(name) ?? []) bad += endedAs(outcome, counts);
  return bad;
}

/** Of how many a channel's bad ones are a part. */
export function trialsOf({ name }: Channel, sample: Sample): number {
  if (name === 'slow') return sample.timed;
  return name === 'overdue' ? sample.watched : sample.attempts;
}

/** How many of them were bad. */
export function badIn({ name }: Channel, sample: Sample): number {
  return name === 'slow' ? sample.slow : sample.failures[name];
}

/** Two samples, the later one second, as one. */
export function mergeSamples(a: Sample, b: Sample): Sample {
  return {
    startMs: a.startMs,
    widthMs: b.startMs + b.widthMs - a.startMs,
    attempts: a.attempts + b.attempts,
    served: a.served + b.served,
    timed: a.timed + b.timed,
    slow: a.slow + b.slow,
    watched: a.watched + b.watched,
    failures: mergeFailures(a.failures, b.failures),
    tainted: a.tainted | b.tainted,
  };
}

function mergeFailures(a: Failures, b: Failures): Failures {
  if (b === noFailures) return a;
  if (a === noFailures) return b;
  return {
    errors: a.errors + b.errors,
    blank: a.blank + b.blank,
    rate_limit: a.rate_limit + b.rate_limit,
    credential: a.credential + b.credential,
    client_error: a.client_error + b.client_error,
    connection: a.connection + b.connection,
    overdue: a.overdue + b.overdue,
    stalled: a.stalled + b.stalled,
    pending: a.pending + b.pending,
    outcomes: mergeOutcomes(a.outcomes, b.outcomes),
  };
}

function mergeOutcomes(a: Failures['outcomes'], b: Failures['outcomes']): Failures['outcomes'] {
  const sum: Partial<Record<Outcome, number>> = { ...a };
  for (const [outcome, count] of Object.entries(b) as [Outcome, number][]) {
    sum[outcome] = (sum[outcome] ?? 0) + count;
  }
  return sum;
}

const bits = new Map(allChannels.map(({ name }, index) => [name, 1 << index]));

export function isTainted(sample: Sample, { name }: Channel): boolean {
  return (sample.tainted & bitOf(name)) !== 0;
}

export function bitOf(name: ChannelName): number {
  return bits.get(name) ?? 0;
}
