import { quantileMsOf } from './latency.js';

/** All but this share of the usual answers have ended by then. */
const overdueShare = 0.005;
/** Sooner than this a call is never overdue, however fast the model usually is. */
const overdueMsMin = 5000;
const none = { fresh: 0, waiting: 0 };
/**
 * What grew overdue in a frame, from how long calls in flight have waited by its end: those that wait longer now than
 * nearly all answers usually take, less those that did so before. Some of these have ended meanwhile, so it is a lower
 * bound, which is close while a hang begins.
 */
export function overdueIn(usualDuration, waitingBefore, counts) {
  if (counts.overdue !== undefined) return { fresh: counts.overdue, waiting: 0 };
  // What everybody answers at once nobody has to look up.
  if (countFrom(counts.inFlight, overdueMsMin) === 0) return none;
  const usualMs = quantileMsOf(usualDuration, 1 - overdueShare);
  if (usualMs === null) return none;
  const waiting = countFrom(counts.inFlight, Math.max(usualMs, overdueMsMin));
  return { fresh: Math.max(0, waiting - waitingBefore), waiting };
}
/** Calls that have waited for at least so long. */
function countFrom(inFlight, leastMs) {
  let calls = 0;
  for (const age in inFlight) if (Number(age) * 1000 >= leastMs) calls += inFlight[age] ?? 0;
  return calls;
}
