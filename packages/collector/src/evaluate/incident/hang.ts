import type { Answers } from './answers.ts';

/** A hang leaves at least this part of its overdue attempts without an answer; a slow vendor answers nearly all. */
const unansweredMin = 0.5;
/** What hangs goes on hanging until nearly all attempts are answered: some vendors let only a part of them hang. */
const answeringMin = 0.9;
const overdueShareMin = 0.05;

/** Whether overdue attempts are not answered at all: attempts began, and neither answers nor refusals came back. */
export function isHanging({ attempts, answered, overdue }: Answers): boolean {
  if (overdue < overdueShareMin * attempts) return false;
  return attempts - answered >= unansweredMin * overdue;
}

/** Whether nearly all attempts were answered. */
export function isAnswering({ attempts, answered }: Answers): boolean {
  return attempts > 0 && answered >= answeringMin * attempts;
}
