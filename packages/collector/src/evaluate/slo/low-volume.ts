import type { EventCounts } from '../../model/slo.ts';

/** Of so many events in a day ... */
const eventsMin = 5;

/**
 * The rule for what is called too seldom for any tier: burn rates ask for bad events that may never come together, and a
 * model that is dead for whoever calls it five times a day would go unnoticed. At least five events, and four of five bad,
 * exactly. `day` is of the last 24 hours.
 */
export function isMostlyFailing(day: EventCounts): boolean {
  const total = day.good + day.bad;
  return total >= eventsMin && day.bad * 5 >= total * 4;
}
