import { isOutcome, type SliPolicyName, sliPolicies } from '@faultline/conventions';
import {
  addEvents,
  type CallKey,
  type EventCounts,
  type LatencyThreshold,
  noEvents,
  type Slo,
  type WindowCounts,
} from '../../model/slo.ts';
import { type LearnedThresholds, nothingLearned, thresholdsIn } from './learned-threshold.ts';

/** The calls of one (provider, model, service, environment), judged. */
export interface CallSeries extends CallKey {
  /** By window, in seconds; a window without events may be missing. */
  eventsBy(indicator: Indicator): ReadonlyMap<number, EventCounts>;
}

/** What makes a call good or bad. */
export interface Indicator {
  readonly policy: SliPolicyName;
  /** Index into {@link thresholdsOf}, when it is about how fast calls are. */
  readonly timed: number | undefined;
}

/** The thresholds of all SLOs, each once: what counts must tell. */
export function thresholdsOf(
  slos: readonly Slo[],
  learned: LearnedThresholds = nothingLearned,
): readonly LatencyThreshold[] {
  const all = slos.flatMap(({ threshold }) => (threshold ? thresholdsIn(threshold, learned) : []));
  return [...new Map(all.map((each) => [nameOf(each), each])).values()];
}

/** How an SLO judges a call that is held against this threshold. `thresholds` are those that the counts were asked for. */
export function indicatorOf(
  { policy }: Slo,
  threshold: LatencyThreshold | undefined,
  thresholds: readonly LatencyThreshold[],
): Indicator {
  if (!threshold) return { policy, timed: undefined };
  return { policy, timed: thresholds.findIndex((each) => nameOf(each) === nameOf(threshold)) };
}

function nameOf({ measure, thresholdMs }: LatencyThreshold): string {
  return `${measure} ${thresholdMs}`;
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
  const judged = new Map<string, ReadonlyMap<number, EventCounts>>();
  return {
    provider,
    model,
    service,
    environment,
    eventsBy: (indicator) => {
      const name = `${indicator.policy} ${indicator.timed ?? ''}`;
      const events = judged.get(name) ?? judge(rows, indicator);
      judged.set(name, events);
      return events;
    },
  };
}

function judge(rows: readonly WindowCounts[], indicator: Indicator): ReadonlyMap<number, EventCounts> {
  const events = new Map<number, EventCounts>();
  for (const row of rows)
    events.set(
      row.windowSeconds,
      addEvents(events.get(row.windowSeconds) ?? noEvents, eventsIn(row, indicator)),
    );
  return events;
}

function eventsIn({ outcome, calls, timed }: WindowCounts, indicator: Indicator): EventCounts {
  const judgement = isOutcome(outcome) ? sliPolicies[indicator.policy][outcome] : 'excluded';
  // A call that failed says nothing of how fast the others are; that it failed is for another SLO.
  if (indicator.timed !== undefined)
    return judgement === 'good' ? (timed?.[indicator.timed] ?? noEvents) : noEvents;
  return { good: judgement === 'good' ? calls : 0, bad: judgement === 'bad' ? calls : 0 };
}
