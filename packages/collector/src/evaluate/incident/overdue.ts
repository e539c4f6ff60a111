import type { SeriesFrame } from '../../model/frame.ts';
import { endedAs } from './ended-as.ts';
import { isKnown, quantileMsOf, type UsualLatency } from './latency.ts';
import type { Overdue } from './sample.ts';

/** All but this share of the usual answers have ended by then. */
const overdueShare = 0.005;
/** Sooner than this a call is never overdue, however fast the model usually is. */
const overdueMsMin = 5000;

interface Waiting extends Overdue {
  /** All that are overdue at the end of the frame. */
  readonly waiting: number;
}

/**
 * What grew overdue in a frame, from how long calls in flight have waited by its end: those that wait longer now than
 * nearly all answers usually take, less those that did so before, and those that nobody waits for any more. Some have
 * been answered meanwhile, so it is a lower bound, which is close while a hang lasts.
 */
export function overdueIn(usualDuration: UsualLatency, waitingBefore: number, counts: SeriesFrame): Waiting {
  if (counts.overdue !== undefined)
    return { fresh: counts.overdue, pending: counts.overdue, waiting: 0, isWatched: true };
  const isWatched = counts.inFlight !== undefined && isKnown(usualDuration);
  const waiting = isWatched ? overdueOf(counts.inFlight, usualDuration) : 0;
  const grown = waiting - waitingBefore;
  return {
    fresh: Math.max(0, grown + gaveUp(counts)),
    pending: Math.max(0, grown),
    waiting,
    isWatched,
  };
}

function overdueOf(inFlight: SeriesFrame['inFlight'], usualDuration: UsualLatency): number {
  // What everybody answers at once nobody has to look up.
  if (countFrom(inFlight, overdueMsMin) === 0) return 0;
  const usualMs = quantileMsOf(usualDuration, 1 - overdueShare) ?? 0;
  return countFrom(inFlight, Math.max(usualMs, overdueMsMin));
}

/** Attempts that ended because the app would not wait any longer, by deadlines that may be shorter than what is usual. */
function gaveUp(counts: SeriesFrame): number {
  return endedAs('timeout', counts) + endedAs('stalled', counts);
}

/** Calls that have waited for at least so long. */
function countFrom(inFlight: SeriesFrame['inFlight'], leastMs: number): number {
  let calls = 0;
  for (const age in inFlight) if (Number(age) * 1000 >= leastMs) calls += inFlight[age] ?? 0;
  return calls;
}
