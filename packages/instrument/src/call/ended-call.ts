import { faultDomain, type Outcome } from '@faultline/conventions';
import type { Usage } from '../protocols/protocol.ts';
import type { FinishedAttempt } from './attempt.ts';

/** A call that is over. Times in milliseconds, from the start of the call. */
export interface EndedCall {
  /** The attempt that ended it. */
  readonly finished: FinishedAttempt;
  readonly outcome: Outcome;
  /** The last one included. */
  readonly attempts: number;
  readonly durationMs: number;
  readonly firstContentMs: number | undefined;
}

/** What a cancelled call has used up nobody knows; the vendor bills it all the same. */
export function knownUsage({ finished, outcome }: EndedCall): Usage | undefined {
  return outcome === 'cancelled' ? undefined : finished.answer?.usage;
}

/** What the app or a policy ended is no failure. */
export function isFailure(outcome: Outcome): boolean {
  return faultDomain[outcome] !== 'none' && outcome !== 'filtered' && outcome !== 'cancelled';
}

/** Vendors' codes are short words; anything else would make `error.type` a label without bound. */
const errorWord = /^[A-Za-z][\w.-]{0,63}$/;

/**
 * The vendor's typed error, else the HTTP status, else how the transport failed, else what was wrong with the answer.
 * Undefined for what is no failure.
 */
export function errorTypeOf(
  { answer, head, transport }: FinishedAttempt,
  outcome: Outcome,
): string | undefined {
  if (!isFailure(outcome)) return undefined;
  const words = [answer?.error?.code, answer?.error?.type];
  const typed = words.find((word) => word !== undefined && errorWord.test(word));
  if (typed) return typed;
  if (head && head.httpStatus >= 400) return String(head.httpStatus);
  if (transport === 'timed_out') return 'timeout';
  if (transport === 'connect_failed' || transport === 'cut') return 'connection_error';
  return outcome;
}
