import { errorsChannel } from './channel.js';
import { countBetween, samplesSince, sumCounts, weigh } from './counts.js';
import { isHanging } from './hang.js';
import { clamp } from './likelihood.js';
import { referenceOf } from './series.js';

/** Failing attempts that got no answer at all, over all failing ones: above this share it is about connecting. */
const unansweredShareMin = 0.8;
const failingShareMin = 0.3;
const failingAttemptsMin = 3;
/**
 * Two or three vendors do fail together for reasons that are not ours (shared clouds), so "all vendors fail" proves
 * nothing; the phase in which they fail does. HTTP errors at several vendors never mean our own network.
 */
export function connectivity(series, sinceMs, settings) {
  const hangs = isHanging(series, sinceMs);
  let attempts = 0;
  let bad = 0;
  let unanswered = 0;
  for (const sample of samplesSince(series, sinceMs)) {
    attempts += sample.attempts;
    bad += sample.errors + (hangs ? sample.overdue : 0);
    unanswered += sample.connection - (hangs ? 0 : sample.overdue);
  }
  // A handful of attempts without one answer says nothing about this vendor, and nothing for it either.
  if (attempts === 0 || (attempts === unanswered && attempts < failingAttemptsMin)) return null;
  const failing = bad >= failingAttemptsMin && bad >= failingShareMin * attempts;
  if (failing && unanswered >= unansweredShareMin * bad) return 'unreachable';
  return provablyHealthy(series, sinceMs, settings) ? 'reachable' : 'unclear';
}
function provablyHealthy(series, sinceMs, settings) {
  const counts = sumCounts(series.map((each) => countBetween(each, errorsChannel, sinceMs, settings)));
  const usual = Math.max(...series.map((each) => referenceOf(each, errorsChannel)));
  return weigh(counts, clamp(0.3, usual * 2, 0.97), usual) < -3;
}
