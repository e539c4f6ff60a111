import { answersSince, isForWantOfAnswers } from './answers.ts';
import { errorsChannel } from './channel.ts';
import { countBetween, sumCounts, weigh } from './counts.ts';
import { isHanging } from './hang.ts';
import { clamp } from './likelihood.ts';
import { referenceOf, type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';

/** How a vendor looks from here, judged by whether its attempts get any answer. */
export type Connectivity = 'unreachable' | 'reachable' | 'unclear';

const failingShareMin = 0.3;
const failingAttemptsMin = 3;

/**
 * Two or three vendors do fail together for reasons that are not ours (shared clouds), so "all vendors fail" proves
 * nothing; the phase in which they fail does. HTTP errors at several vendors never mean our own network.
 */
export function connectivity(
  series: readonly SeriesState[],
  sinceMs: number,
  settings: IncidentSettings,
): Connectivity | null {
  const answers = answersSince(series, sinceMs);
  const { attempts, overdue } = answers;
  const hanging = isHanging(answers) ? overdue : 0;
  const failed = answers.failed + hanging;
  const unanswered = answers.unanswered + hanging;
  // A handful of attempts without one answer says nothing about this vendor, and nothing for it either.
  if (attempts === 0 || (attempts === unanswered && attempts < failingAttemptsMin)) return null;
  const isFailing = failed >= failingAttemptsMin && failed >= failingShareMin * attempts;
  if (isFailing && isForWantOfAnswers({ failed, unanswered })) return 'unreachable';
  return provablyHealthy(series, sinceMs, settings) ? 'reachable' : 'unclear';
}

function provablyHealthy(
  series: readonly SeriesState[],
  sinceMs: number,
  settings: IncidentSettings,
): boolean {
  const counts = sumCounts(series.map((each) => countBetween(each, errorsChannel, sinceMs, settings)));
  const usual = Math.max(...series.map((each) => referenceOf(each, errorsChannel)));
  return weigh(counts, clamp(0.3, usual * 2, 0.97), usual) < -3;
}
