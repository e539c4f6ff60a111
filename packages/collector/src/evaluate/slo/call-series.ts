import { isOutcome, type SliPolicyName, sliPolicies } from '@faultline/conventions';
import type { CallKey, EventCounts, WindowCounts } from '../../model/slo.ts';

/** The calls of one (provider, model, service, environment), judged. */
export interface CallSeries extends CallKey {
  /** By window, in seconds; a window without events may be missing. */
  eventsBy(policy: SliPolicyName): ReadonlyMap<number, EventCounts>;
}

/** Read once for all SLOs: each looks at the series, of which there are far fewer than counts. */
export function seriesOf(counts: readonly WindowCounts[]): readonly CallSeries[] {
  const byKey = new Map<string, WindowCounts[]>();
  for (const row of counts) {
    const key = `${row.provider}\n${row.model}\n${row.service}\n${row.environment}`;
    const rows = byKey.get(key);
    if (rows) rows.push(row);
    else byKey.set(key, [row]);
  }
  return [...byKey.values()].flatMap((rows) => (rows[0] ? [createSeries(rows[0], rows)] : []));
}

function createSeries(key: CallKey, rows: readonly WindowCounts[]): CallSeries {
  const { provider, model, service, environment } = key;
  const judged = new Map<SliPolicyName, ReadonlyMap<number, EventCounts>>();
  return {
    provider,
    model,
    service,
    environment,
    eventsBy: (policy) => {
      const events = judged.get(policy) ?? judge(rows, policy);
      judged.set(policy, events);
      return events;
    },
  };
}

function judge(rows: readonly WindowCounts[], policy: SliPolicyName): ReadonlyMap<number, EventCounts> {
  const events = new Map<number, EventCounts>();
  for (const { windowSeconds, outcome, calls } of rows) {
    const { good, bad } = events.get(windowSeconds) ?? noEvents;
    const judgement = isOutcome(outcome) ? sliPolicies[policy][outcome] : 'excluded';
    events.set(windowSeconds, {
      good: judgement === 'good' ? good + calls : good,
      bad: judgement === 'bad' ? bad + calls : bad,
    });
  }
  return events;
}

export const noEvents: EventCounts = { good: 0, bad: 0 };

export function addEvents(one: EventCounts, other: EventCounts): EventCounts {
  return { good: one.good + other.good, bad: one.bad + other.bad };
}
