import type { Logger } from './logger.ts';

/** Names what is wrong with a subject, or null when nothing is any more. */
export type Complain = (subject: string, problem: string | null, message: string) => void;

/** A trouble that lasts is told once, and once more when it is over: a log that repeats itself is not read. */
export function createComplaints(logger: Pick<Logger, 'info' | 'warn'>): Complain {
  const current = new Map<string, { readonly problem: string; readonly message: string }>();
  return (subject, problem, message) => {
    const before = current.get(subject);
    if (problem === null) {
      if (before) logger.info({ was: before.problem }, `over: ${before.message}`);
      current.delete(subject);
    } else if (before?.problem !== problem) {
      current.set(subject, { problem, message });
      logger.warn({ problem }, message);
    }
  };
}
