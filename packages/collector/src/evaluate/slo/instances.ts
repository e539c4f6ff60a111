import { isOutcome, sliPolicies } from '@faultline/conventions';
import { type EventCounts, isMatch, type Slo, type SloInstance, type WindowCounts } from '../../model/slo.ts';

/** One provider, model or service that an SLO holds for, with its events in every window. */
export interface CountedInstance {
  readonly instance: SloInstance;
  /** None in a window without events. */
  readonly countsOf: (windowSeconds: number) => EventCounts;
}

const none: EventCounts = { good: 0, bad: 0 };

/** Sums, never means of ratios: a provider's events are those of its models. In the order of their ids. */
export function countInstances(slo: Slo, counts: readonly WindowCounts[]): readonly CountedInstance[] {
  const byId = new Map<string, { instance: SloInstance; windows: Map<number, EventCounts> }>();
  for (const row of counts) {
    if (!isMatch(row, slo.match)) continue;
    const instance = instanceOf(slo, row);
    const entry = byId.get(instance.id) ?? { instance, windows: new Map<number, EventCounts>() };
    byId.set(instance.id, entry);
    entry.windows.set(row.windowSeconds, addEvents(slo, entry.windows.get(row.windowSeconds) ?? none, row));
  }
  return [...byId.values()]
    .map(({ instance, windows }) => ({
      instance,
      countsOf: (seconds: number) => windows.get(seconds) ?? none,
    }))
    .sort((a, b) => a.instance.id.localeCompare(b.instance.id));
}

function addEvents(slo: Slo, { good, bad }: EventCounts, { outcome, calls }: WindowCounts): EventCounts {
  const judgement = isOutcome(outcome) ? sliPolicies[slo.policy][outcome] : 'excluded';
  if (judgement === 'good') return { good: good + calls, bad };
  return judgement === 'bad' ? { good, bad: bad + calls } : { good, bad };
}

function instanceOf(slo: Slo, row: WindowCounts): SloInstance {
  const provider = slo.scope === 'service' ? '' : row.provider;
  const model = slo.scope === 'model' ? row.model : '';
  const service = slo.scope === 'service' ? row.service : '';
  const scope = { provider: [provider], model: [provider, model], service: [service] }[slo.scope];
  const id = [slo.name, ...scope, row.environment].map((part) => part || 'none').join('/');
  return { id, slo, provider, model, service, environment: row.environment };
}
