import { trialsOf } from './sample.js';
import { onset } from './series.js';

const emptyTally = {
  attempts: 0,
  bad: 0,
  outcomes: {},
  firstBadMs: null,
  nats: 0,
  recovery: 0,
  pending: [],
  recoveredMs: null,
  abandoned: false,
};
/** Counts what a unit that joins an incident has done since its own failing began, in frames before `untilMs`. */
export function startTally(parts, channel, sinceMs, untilMs) {
  const onsets = parts.flatMap((series) => onset(series, channel.name) ?? []);
  const ownSinceMs = onsets.length === 0 ? sinceMs : Math.max(sinceMs, Math.min(...onsets));
  const samples = parts
    .flatMap((series) => series.samples.filter(({ startMs }) => startMs >= ownSinceMs && startMs < untilMs))
    .sort((a, b) => a.startMs - b.startMs);
  return samples.reduce((tally, sample) => addSample(tally, sample, channel), emptyTally);
}
/** Counts the newest frame; call it after the evidence of recovery has seen that frame. */
export function addFrame(tally, parts, channel, frameMs) {
  if (tally.recoveredMs !== null) return tally;
  const fresh = samplesAt(parts, frameMs);
  if (tally.recovery > 0) return { ...tally, pending: [...tally.pending, ...fresh] };
  const counted = [...tally.pending, ...fresh];
  return counted.reduce((sum, sample) => addSample(sum, sample, channel), { ...tally, pending: [] });
}
/** A unit that fails again within one incident: one story, so one count. */
export function continueTally(before, again) {
  const outcomes = { ...before.outcomes };
  for (const [outcome, count] of Object.entries(again.outcomes)) {
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
export function samplesAt(parts, frameMs) {
  return parts.flatMap((series) => {
    const last = series.samples.at(-1);
    return last?.startMs === frameMs ? [last] : [];
  });
}
function addSample(tally, sample, channel) {
  const bad = sample[channel.name];
  if (tally.firstBadMs === null && bad === 0) return tally;
  const outcomes = { ...tally.outcomes };
  for (const outcome of channel.bad) {
    const count = sample.outcomes?.[outcome] ?? 0;
    if (count > 0) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  }
  return {
    ...tally,
    attempts: tally.attempts + trialsOf(channel, sample),
    bad: tally.bad + bad,
    outcomes,
    firstBadMs: tally.firstBadMs ?? sample.startMs,
  };
}
/** The outcome most of the failures had. */
export function dominantOutcome(tallies) {
  const totals = new Map();
  for (const tally of tallies) {
    for (const [outcome, count] of Object.entries(tally.outcomes)) {
      totals.set(outcome, (totals.get(outcome) ?? 0) + count);
    }
  }
  const [first] = [...totals].sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB));
  return first?.[0] ?? 'unknown';
}
