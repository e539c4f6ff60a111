import type { Outcome } from '@faultline/conventions';
import type { Channel } from './channel.ts';
import { badIn, type Sample, trialsOf } from './sample.ts';
import { onset, type SeriesState } from './series.ts';

/** What one model (for the own network: one provider) did during an incident, from first failure to recovery. */
export interface Tally {
  readonly attempts: number;
  readonly bad: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly firstBadMs: number | null;
  /** Strongest evidence so far that it is affected, nats. */
  readonly nats: number;
  /** Evidence, nats, that it serves again; gathered in recovery.ts. */
  readonly recovery: number;
  /** When that evidence began to grow: the most likely moment of the recovery; null while there is none. */
  readonly servesSinceMs: number | null;
  /** Frames seen while it may be serving again: part of the failure only if that turns out wrong. */
  readonly pending: readonly Sample[];
  readonly recoveredMs: number | null;
  /** Over because nobody has called it for long, not because it served. */
  readonly abandoned: boolean;
}

const emptyTally: Tally = {
  attempts: 0,
  bad: 0,
  outcomes: {},
  firstBadMs: null,
  nats: 0,
  recovery: 0,
  servesSinceMs: null,
  pending: [],
  recoveredMs: null,
  abandoned: false,
};

/** Counts what a unit that joins an incident has done since its own failing began, in frames before `untilMs`. */
export function startTally(
  parts: readonly SeriesState[],
  channel: Channel,
  sinceMs: number,
  untilMs: number,
): Tally {
  const onsets = parts.flatMap((series) => onset(series, channel.name) ?? []);
  const ownSinceMs = onsets.length === 0 ? sinceMs : Math.max(sinceMs, Math.min(...onsets));
  const samples = parts
    .flatMap((series) => series.samples.filter(({ startMs }) => startMs >= ownSinceMs && startMs < untilMs))
    .sort((a, b) => a.startMs - b.startMs);
  return samples.reduce((tally, sample) => addSample(tally, sample, channel), emptyTally);
}

/** Counts the newest frame; call it after the evidence of recovery has seen that frame. */
export function addFrame(
  tally: Tally,
  parts: readonly SeriesState[],
  channel: Channel,
  frameMs: number,
): Tally {
  if (tally.recoveredMs !== null) return tally;
  const fresh = samplesAt(parts, frameMs);
  if (tally.recovery > 0) return { ...tally, pending: [...tally.pending, ...fresh] };
  const counted = [...tally.pending, ...fresh];
  return counted.reduce<Tally>((sum, sample) => addSample(sum, sample, channel), { ...tally, pending: [] });
}

/** A unit that fails again within one incident: one story, so one count. */
export function continueTally(before: Tally, again: Tally): Tally {
  const outcomes = { ...before.outcomes };
  for (const [outcome, count] of Object.entries(again.outcomes) as [Outcome, number][]) {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  }
  return {
    ...again,
    attempts: before.attempts + again.attempts,
    bad: before.bad + again.bad,
    outcomes,
    firstBadMs: before.firstBadMs ?? again.firstBadMs,
  };
}

export function samplesAt(parts: readonly SeriesState[], frameMs: number): readonly Sample[] {
  return parts.flatMap((series) => {
    const last = series.samples.at(-1);
    return last?.startMs === frameMs ? [last] : [];
  });
}

function addSample(tally: Tally, sample: Sample, channel: Channel): Tally {
  const bad = badIn(channel, sample);
  if (tally.firstBadMs === null && bad === 0) return tally;
  const outcomes = { ...tally.outcomes };
  for (const outcome of channel.bad) {
    const count = sample.failures.outcomes[outcome] ?? 0;
    if (count > 0) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  }
  return {
    ...tally,
    // What grows overdue may have begun in an earlier frame, which was not counted.
    attempts: tally.attempts + Math.max(bad, trialsOf(channel, sample)),
    bad: tally.bad + bad,
    outcomes,
    firstBadMs: tally.firstBadMs ?? sample.startMs,
  };
}

/** The outcome most of the failures had. */
export function dominantOutcome(tallies: readonly Tally[]): Outcome {
  const totals = new Map<Outcome, number>();
  for (const tally of tallies) {
    for (const [outcome, count] of Object.entries(tally.outcomes) as [Outcome, number][]) {
      totals.set(outcome, (totals.get(outcome) ?? 0) + count);
    }
  }
  const [first] = [...totals].sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB));
  return first?.[0] ?? 'unknown';
}
