import { samplesSince } from './counts.ts';
import type { Sample } from './sample.ts';
import type { SeriesState } from './series.ts';

/** What came of attempts, by whether anything came at all. */
export interface Answers {
  readonly attempts: number;
  /** Served or refused. A timeout is no answer, nor is a beginning without an end. */
  readonly answered: number;
  readonly failed: number;
  /** Failed for want of any answer. */
  readonly unanswered: number;
  /** Failed because an answer began and then fell silent until the app gave up. */
  readonly stalled: number;
  /** In flight for too long; not failed yet. */
  readonly overdue: number;
}

export function answersSince(series: readonly SeriesState[], sinceMs: number): Answers {
  const sum = { attempts: 0, answered: 0, failed: 0, unanswered: 0, stalled: 0, overdue: 0 };
  for (const sample of samplesSince(series, sinceMs)) {
    const { errors, connection, stalled, pending } = sample.failures;
    const unanswered = connection - pending;
    sum.attempts += sample.attempts;
    sum.answered += repliesIn(sample) - unanswered - stalled;
    sum.failed += errors;
    sum.unanswered += unanswered;
    sum.stalled += stalled;
    sum.overdue += pending;
  }
  return sum;
}

/** Failures on the way to the vendor included. */
function repliesIn({ served, failures }: Sample): number {
  const { errors, blank, rate_limit, credential, client_error } = failures;
  return served + errors + blank + rate_limit + credential + client_error;
}

/** Above this share of failures without any answer it is about connecting. */
const unansweredShareMin = 0.8;

export function isForWantOfAnswers({ failed, unanswered }: Pick<Answers, 'failed' | 'unanswered'>): boolean {
  return unanswered >= unansweredShareMin * failed;
}

/** Failures that are how a hang ends for those who waited: nothing came, or nothing more. */
export function isGivingUp({ failed, unanswered, stalled }: Answers): boolean {
  return isForWantOfAnswers({ failed, unanswered: unanswered + stalled });
}
