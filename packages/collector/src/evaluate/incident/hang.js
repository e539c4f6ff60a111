import { samplesSince } from './counts.js';

/** A hang leaves at least this part of its overdue attempts without an answer; a slow vendor answers nearly all. */
const unansweredMin = 0.5;
const answeringMin = 0.5;
const overdueShareMin = 0.05;
const unansweredOfFailedMin = 0.8;
/**
 * Whether overdue attempts are not answered at all, over the samples since `sinceMs`: attempts began, and neither
 * answers nor refusals came back. A timeout is no answer.
 */
export function isHanging(series, sinceMs) {
  const { attempts, answered, overdue } = answersSince(series, sinceMs);
  if (overdue < overdueShareMin * attempts) return false;
  return attempts - answered >= unansweredMin * overdue;
}
/** Whether at least half of the attempts since `sinceMs` were answered. */
export function isAnswering(series, sinceMs) {
  const { attempts, answered } = answersSince(series, sinceMs);
  return attempts > 0 && answered >= answeringMin * attempts;
}
function answersSince(series, sinceMs) {
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
export function failsUnanswered(series, sinceMs) {
  let failed = 0;
  let unanswered = 0;
  for (const sample of samplesSince(series, sinceMs)) {
    failed += sample.errors;
    unanswered += sample.connection - sample.overdue;
  }
  return unanswered >= unansweredOfFailedMin * failed;
}
function answersIn(sample) {
  const { served, errors, connection, overdue, blank, rate_limit, credential, client_error } = sample;
  return served + errors - (connection - overdue) + blank + rate_limit + credential + client_error;
}
