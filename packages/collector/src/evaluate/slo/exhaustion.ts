import type { EventCounts } from '../../model/slo.ts';
import type { Ratio } from './ratio.ts';

/** As few as a ticket needs. */
const badMin = 3;

/**
 * Whether the bad events of a period are all that a whole period may hold, exactly: bad * observed >= budget * total *
 * length. A period of which little has passed, or been observed, is taken to go on with as many events: an hour of outage on
 * the first day of the month is not the end of the month's budget.
 */
export function isExhausted(
  { good, bad }: EventCounts,
  budget: Ratio,
  observedSeconds: number,
  lengthSeconds: number,
): boolean {
  if (bad < badMin || observedSeconds <= 0) return false;
  const spent = BigInt(bad) * BigInt(Math.min(observedSeconds, lengthSeconds)) * budget.denominator;
  return spent >= budget.numerator * BigInt(good + bad) * BigInt(lengthSeconds);
}
