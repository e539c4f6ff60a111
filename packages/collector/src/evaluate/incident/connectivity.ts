import { referenceShare } from './baseline.ts';
import { errorsChannel } from './channel.ts';
import { clamp, logLikelihoodRatio } from './likelihood.ts';
import { countBetween, type SeriesState, sumCounts } from './series.ts';

/** How a vendor looks from here, judged by whether its attempts get any answer. */
export type Connectivity = 'unreachable' | 'reachable' | 'unclear';

/** Failing attempts that got no answer at all, over all failing ones: above this share it is about connecting. */
const unansweredShareMin = 0.8;
const failingShareMin = 0.3;
const failingAttemptsMin = 3;

/**
 * Two or three vendors do fail together for reasons that are not ours (shared clouds), so "all vendors fail" proves
 * nothing; the phase in which they fail does. HTTP errors at several vendors never mean our own network.
 */
export function connectivity(series: readonly SeriesState[], sinceMs: number): Connectivity | null {
  const recent = series.flatMap((each) => each.samples.filter((sample) => sample.startMs >= sinceMs));
  const attempts = recent.reduce((sum, sample) => sum + sample.attempts, 0);
  const bad = recent.reduce((sum, sample) => sum + sample.bad.errors, 0);
  const unanswered = recent.reduce((sum, sample) => sum + sample.bad.connection, 0);
  // A handful of attempts without one answer says nothing about this vendor, and nothing for it either.
  if (attempts === 0 || (attempts === unanswered && attempts < failingAttemptsMin)) return null;
  const failing = bad >= failingAttemptsMin && bad >= failingShareMin * attempts;
  if (failing && unanswered >= unansweredShareMin * bad) return 'unreachable';
  return provablyHealthy(series, sinceMs) ? 'reachable' : 'unclear';
}

function provablyHealthy(series: readonly SeriesState[], sinceMs: number): boolean {
  const counts = sumCounts(series.map((each) => countBetween(each, 'errors', sinceMs)));
  const usual = Math.max(
    ...series.map((each) => referenceShare(each.channels.errors.baseline, errorsChannel)),
  );
  return logLikelihoodRatio(counts.bad, counts.attempts, clamp(0.3, usual * 2, 0.97), usual) < -3;
}
