import { type Outcome, outcomes, sliPolicies } from '@faultline/conventions';
import type { Frame, SeriesFrame, SeriesKey } from '../model/frame.ts';
import { addEvents, type ExcludedCalls, isMatch, noEvents, type WindowCounts } from '../model/slo.ts';
import { cellStarts } from './grid.ts';
import type { TimeRange } from './store.ts';

/** Outcomes that `bad` counts on the wall: the vendor's or the network's fault. */
export const badOutcomes: readonly Outcome[] = outcomes.filter(
  (outcome) => sliPolicies.availability[outcome] === 'bad',
);

/** Outcomes of calls that tell how fast a model is. */
export const goodOutcomes: readonly Outcome[] = outcomes.filter(
  (outcome) => sliPolicies.availability[outcome] === 'good',
);

/** Attempts of one series that ended alike within one frame. */
export interface FrameCount extends SeriesKey {
  readonly startMs: number;
  readonly outcome: Outcome;
  readonly repeat: boolean;
  readonly attempts: number;
  readonly services: readonly string[];
}

/** Counts to frames, with the empty frames between them. Series and services are in order of their names. */
export function foldFrames(
  range: TimeRange,
  widthMs: number,
  counts: Iterable<FrameCount>,
): readonly Frame[] {
  const frames = new Map(
    cellStarts(range, widthMs).map((startMs) => [startMs, new Map<string, OpenSeries>()]),
  );
  for (const count of counts) {
    const frame = frames.get(count.startMs);
    if (!frame) continue;
    const key = JSON.stringify([count.provider, count.model, count.region, count.credential]);
    const series = frame.get(key) ?? {
      key: count,
      attempts: 0,
      outcomes: {},
      repeats: {},
      services: new Set(),
    };
    frame.set(key, series);
    series.attempts += count.attempts;
    add(series.outcomes, count.outcome, count.attempts);
    if (count.repeat) add(series.repeats, count.outcome, count.attempts);
    for (const service of count.services) series.services.add(service);
  }
  return [...frames].map(([startMs, series]) => ({
    startMs,
    widthMs,
    series: [...series].sort(byFirst).map(([, open]) => closeSeries(open)),
  }));
}

interface OpenSeries {
  readonly key: SeriesKey;
  attempts: number;
  readonly outcomes: Partial<Record<Outcome, number>>;
  readonly repeats: Partial<Record<Outcome, number>>;
  readonly services: Set<string>;
}

function closeSeries({ key, attempts, outcomes, repeats, services }: OpenSeries): SeriesFrame {
  const { provider, model, region, credential } = key;
  return { provider, model, region, credential, attempts, outcomes, repeats, services: [...services].sort() };
}

function add(counts: Partial<Record<Outcome, number>>, outcome: Outcome, attempts: number): void {
  counts[outcome] = (counts[outcome] ?? 0) + attempts;
}

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
function byFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
