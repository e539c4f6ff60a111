import type { HealthState } from '@faultline/conventions';
import { isInTrouble } from './state.ts';

/**
 * Sent for each one that is answered: "Handling Overload" in the SRE book (chapter 21, client-side throttling) prefers
 * two, because what is sent in vain costs less than noticing late that it is no longer in vain.
 */
const sentPerAnswered = 2;
/** Never less: without anybody who still tries, nobody would ever see it recover. */
const probingMin = 0.02;
/** Finer ones would be news every two seconds, and nobody would send anything else for it. */
const steps = 20;
/** Everybody coming back at once is how a vendor that has just recovered falls again. */
const recoveringMax = 0.5;

/**
 * How much of one's usual traffic still makes sense, 0..1: as advice, a pure function of the state and of the share of
 * calls that get no answer. It is all while at least half are answered, then twice the share that is; while it recovers
 * at most half. What is down without anybody knowing the share is only probed.
 */
export function admitRatio(state: HealthState, failingShare: number | null): number {
  if (!isInTrouble(state)) return 1;
  const share = failingShare ?? (state === 'down' ? 1 : 0);
  const answered = Math.min(1, sentPerAnswered * (1 - share));
  const ratio = state === 'recovering' ? Math.min(recoveringMax, answered) : answered;
  return Math.max(probingMin, Math.round(ratio * steps) / steps);
}
