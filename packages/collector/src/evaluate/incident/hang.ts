import { samplesSince } from './counts.ts';
import type { Sample } from './sample.ts';
import type { SeriesState } from './series.ts';

/** A hang leaves at least this part of its overdue attempts without an answer; a slow vendor answers nearly all. */
const unansweredMin = 0.5;
/** What hangs goes on hanging until nearly all attempts are answered: some vendors let only a part of them hang. */
const answeringMin = 0.9;
const overdueShareMin = 0.05;
const unansweredOfFailedMin = 0.8;

/**
 * Whether overdue attempts are not answered at all, over the samples since `sinceMs`: attempts began, and neither
 * answers nor refusals came back. A timeout is no answer.
 */
export function isHanging(series: readonly SeriesState[], sinceMs: number): boolean {
  const { attempts, answered, overdue } = answersSince(series, sinceMs);
  if (overdue < overdueShareMin * attempts) return false;
  return attempts - answered >= unansweredMin * overdue;
}

/** Whether nearly all attempts since `sinceMs` were answered. */
export function isAnswering(series: readonly SeriesState[], sinceMs: number): boolean {
  const { attempts, answered } = answersSince(series, sinceMs);
  return attempts > 0 && answered >= answeringMin * attempts;
}

function answersSince(
  series: readonly SeriesState[],
  sinceMs: number,
): { readonly attempts: number; readonly answered: number; readonly overdue: number } {
  let attempts = 0;
  let answered = 0;
  let overdue = 0;
  for (const sample of samplesSince(series, sinceMs)) {
    attempts += sample.attempts;
    answered += answersIn(sample);
    overdue += sample.overdue;
  }
  return { attempts, answered, overdue };
}

/** Whether most of what has failed since `sinceMs` failed for want of any answer. */
export function failsUnanswered(series: readonly SeriesState[], sinceMs: number): boolean {
  let failed = 0;
  let unanswered = 0;
  for (const sample of samplesSince(series, sinceMs)) {
    failed += sample.errors;
    unanswered += sample.connection - sample.overdue;
  }
  return unanswered >= unansweredOfFailedMin * failed;
}

function answersIn(sample: Sample): number {
  const { served, errors, connection, overdue, blank, rate_limit, credential, client_error } = sample;
  return served + errors - (connection - overdue) + blank + rate_limit + credential + client_error;
}
