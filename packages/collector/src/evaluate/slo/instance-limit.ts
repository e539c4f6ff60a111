import type { CountedInstance } from './instances.ts';

/** More than most fleets have providers, models and services. */
export const instancesMaxDefault = 500;

export interface Limited {
  readonly kept: readonly CountedInstance[];
  /** How many more there are, of which nothing is said. */
  readonly omitted: number;
}

/**
 * A typo in a loop must not mint service levels for ever. Those stay that have an alert out, whatever their number, then
 * those that were called last, then the busiest: what is left out is what nobody would miss first. `windowsSeconds` are
 * ascending. The order is kept.
 */
export function withinLimit(
  instances: readonly CountedInstance[],
  instancesMax: number,
  windowsSeconds: readonly number[],
  isAlerting: (counted: CountedInstance) => boolean,
): Limited {
  if (instances.length <= instancesMax) return { kept: instances, omitted: 0 };
  const ranked = instances.map((counted) => ({ counted, rank: rankOf(counted, windowsSeconds, isAlerting) }));
  ranked.sort((a, b) => compare(a.rank, b.rank) || (a.counted.instance.id < b.counted.instance.id ? -1 : 1));
  const alerting = ranked.filter(({ rank }) => rank[0] === 0).length;
  const chosen = ranked.slice(0, Math.max(instancesMax, alerting));
  const ids = new Set(chosen.map(({ counted }) => counted.instance.id));
  const kept = instances.filter(({ instance }) => ids.has(instance.id));
  return { kept, omitted: instances.length - kept.length };
}

/** The smaller, the more it matters. */
type Rank = readonly [quiet: number, newestWindow: number, minusEvents: number];

function rankOf(
  counted: CountedInstance,
  windowsSeconds: readonly number[],
  isAlerting: (counted: CountedInstance) => boolean,
): Rank {
  const eventsIn = (seconds: number): number => {
    const { good, bad } = counted.countsOf(seconds);
    return good + bad;
  };
  const newest = windowsSeconds.find((seconds) => eventsIn(seconds) > 0);
  return [isAlerting(counted) ? 0 : 1, newest ?? Infinity, newest === undefined ? 0 : -eventsIn(newest)];
}

function compare(a: Rank, b: Rank): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
