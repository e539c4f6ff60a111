import { addEvents, type ExcludedCalls, isMatch, noEvents, type WindowCounts } from '../model/slo.ts';

export { badOutcomes, goodOutcomes } from '@faultline/conventions';

/** Calls that ended alike in one slice of the windows, and in so many excluded ranges. */
export interface SliceCount extends Omit<WindowCounts, 'windowSeconds'> {
  readonly slice: number;
  readonly excludedBy: readonly number[];
}

/** A window is the sum of its slice and all newer ones. `windowsSeconds` is ascending. */
export function foldWindows(
  windowsSeconds: readonly number[],
  counts: Iterable<SliceCount>,
  excluded: readonly ExcludedCalls[] = [],
): readonly WindowCounts[] {
  const keys = new Map<string, { readonly key: SliceCount; readonly bySlice: Counted[] }>();
  for (const count of counts) {
    if (count.excludedBy.some((index) => isMatch(count, excluded[index]?.match ?? {}))) continue;
    const name = JSON.stringify([
      count.provider,
      count.model,
      count.service,
      count.environment,
      count.outcome,
    ]);
    const entry = keys.get(name) ?? { key: count, bySlice: windowsSeconds.map(() => nothing) };
    keys.set(name, entry);
    entry.bySlice[count.slice] = sum(entry.bySlice[count.slice] ?? nothing, count);
  }
  const entries = [...keys].sort(byFirst);
  return windowsSeconds.flatMap((windowSeconds, slice) =>
    entries.flatMap(([, { key, bySlice }]) => {
      const { calls, timed = [] } = bySlice.slice(0, slice + 1).reduce(sum, nothing);
      if (calls === 0 && timed.every(({ good, bad }) => good + bad === 0)) return [];
      const { provider, model, service, environment, outcome } = key;
      const counted = { windowSeconds, provider, model, service, environment, outcome, calls };
      return timed.length === 0 ? [counted] : [{ ...counted, timed }];
    }),
  );
}

type Counted = Pick<WindowCounts, 'calls' | 'timed'>;

const nothing: Counted = { calls: 0 };

function sum(one: Counted, other: Counted): Counted {
  const [of, and] = [one.timed ?? [], other.timed ?? []];
  const longer = of.length > and.length ? of : and;
  const timed = longer.map((_, index) => addEvents(of[index] ?? noEvents, and[index] ?? noEvents));
  return { calls: one.calls + other.calls, timed };
}

/** By code unit, as JavaScript sorts by default: the same on every machine. */
export function byFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
