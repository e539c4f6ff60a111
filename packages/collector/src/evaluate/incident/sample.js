import { allChannels } from './channel.js';

/** Ends that show neither a fault nor service: an app that gives up on a hanging vendor is no proof that it serves. */
const silent = ['cancelled', 'unknown'];
export function sampleOf(counts, startMs, widthMs, { timed, slow }, overdue, tainted = 0) {
  const { outcomes, repeats } = counts;
  const bad = (name) => badAttempts(name, counts);
  let telling = counts.attempts;
  for (const outcome of silent) telling -= outcomes[outcome] ?? 0;
  for (const outcome in repeats) telling -= repeats[outcome] ?? 0;
  const served = (outcomes.ok ?? 0) + (outcomes.filtered ?? 0);
  return {
    startMs,
    widthMs,
    attempts: Math.max(telling, counts.started ?? 0),
    served,
    timed,
    errors: bad('errors'),
    blank: bad('blank'),
    rate_limit: bad('rate_limit'),
    credential: bad('credential'),
    client_error: bad('client_error'),
    // What is overdue has not been answered either, so far.
    connection: bad('connection') + overdue,
    slow,
    overdue,
    outcomes: served === counts.attempts ? null : outcomes,
    tainted,
  };
}
const badOutcomes = new Map(allChannels.map(({ name, bad }) => [name, [...bad]]));
/** Failures of a channel, without those of requests that had failed twice before. */
function badAttempts(name, { outcomes, repeats }) {
  let bad = 0;
  for (const outcome of badOutcomes.get(name) ?? [])
    bad += (outcomes[outcome] ?? 0) - (repeats[outcome] ?? 0);
  return bad;
}
/** Of how many a channel's bad ones are a part. */
export function trialsOf({ name }, sample) {
  return name === 'slow' ? sample.timed : sample.attempts;
}
/** Two samples, the later one second, as one. */
export function mergeSamples(a, b) {
  return {
    startMs: a.startMs,
    widthMs: b.startMs + b.widthMs - a.startMs,
    attempts: a.attempts + b.attempts,
    served: a.served + b.served,
    timed: a.timed + b.timed,
    errors: a.errors + b.errors,
    blank: a.blank + b.blank,
    rate_limit: a.rate_limit + b.rate_limit,
    credential: a.credential + b.credential,
    client_error: a.client_error + b.client_error,
    connection: a.connection + b.connection,
    slow: a.slow + b.slow,
    overdue: a.overdue + b.overdue,
    outcomes: mergeOutcomes(a.outcomes, b.outcomes),
    tainted: a.tainted | b.tainted,
  };
}
function mergeOutcomes(a, b) {
  if (a === null || b === null) return a ?? b;
  const sum = { ...a };
  for (const [outcome, count] of Object.entries(b)) {
    sum[outcome] = (sum[outcome] ?? 0) + count;
  }
  return sum;
}
const bits = new Map(allChannels.map(({ name }, index) => [name, 1 << index]));
export function isTainted(sample, { name }) {
  return (sample.tainted & bitOf(name)) !== 0;
}
export function bitOf(name) {
  return bits.get(name) ?? 0;
}
