import {
  addEvents,
  type EventCounts,
  isMatch,
  type LatencyThreshold,
  noEvents,
  type Slo,
  type SloInstance,
} from '../../model/slo.ts';
import { type CallSeries, indicatorOf } from './call-series.ts';
import { type LearnedThresholds, thresholdFor } from './learned-threshold.ts';

/** One provider, model or service that an SLO holds for, with its events in every window. */
export interface CountedInstance {
  readonly instance: SloInstance;
  /** None in a window without events. */
  readonly countsOf: (windowSeconds: number) => EventCounts;
}

/** What calls were counted by, in the order in which they were. */
export interface Thresholds {
  readonly counted: readonly LatencyThreshold[];
  readonly learned: LearnedThresholds;
}

/** Sums, never means of ratios: a provider's events are those of its models. In the order of their ids. */
export function countInstances(
  slo: Slo,
  { counted, learned }: Thresholds,
  series: readonly CallSeries[],
): readonly CountedInstance[] {
  const byId = new Map<string, { instance: SloInstance; windows: Map<number, EventCounts> }>();
  for (const one of series) {
    if (!isMatch(one, slo.match)) continue;
    const threshold = slo.threshold && thresholdFor(slo.threshold, one, learned);
    if (slo.threshold && !threshold) continue;
    const instance = instanceOf(slo, threshold, one);
    const entry = byId.get(instance.id) ?? { instance, windows: new Map<number, EventCounts>() };
    byId.set(instance.id, entry);
    for (const [window, events] of one.eventsBy(indicatorOf(slo, threshold, counted)))
      entry.windows.set(window, addEvents(entry.windows.get(window) ?? noEvents, events));
  }
  return [...byId.values()]
    .map(({ instance, windows }) => ({
      instance,
      countsOf: (seconds: number) => windows.get(seconds) ?? noEvents,
    }))
    .sort((a, b) => a.instance.id.localeCompare(b.instance.id));
}

function instanceOf(
  slo: Slo,
  threshold: LatencyThreshold | undefined,
  { provider, model, service, environment }: CallSeries,
): SloInstance {
  const named = { provider: '', model: '', service: '', environment };
  if (slo.scope !== 'service') named.provider = provider;
  if (slo.scope === 'model') named.model = model;
  if (slo.scope === 'service') named.service = service;
  const scope = { provider: [provider], model: [provider, model], service: [service] }[slo.scope];
  const id = [slo.name, ...scope, environment].map((part) => part || 'none').join('/');
  return { id, slo, threshold, ...named };
}
