import { durationBucketsSeconds, type Outcome } from '@faultline/conventions';
import { createKeptBeside } from '../kept-beside.ts';
import { BucketCounts } from './bucket-counts.ts';
import type { Exemplar } from './counted-metric.ts';
import { type EndedCall, knownUsage } from './ended-call.ts';
import type { LlmTarget } from './llm-request.ts';
import { cappedModel, cappedProvider } from './model-cap.ts';

export interface SeriesLabels {
  readonly provider: string;
  readonly model: string;
  readonly operation: string;
}

/** What has been counted under one set of labels. */
export interface Totals {
  readonly labels: SeriesLabels & { readonly outcome: Outcome };
  attempts: number;
  calls: number;
  /** Of the last call that had one. */
  exemplar: Exemplar | undefined;
  readonly duration: TimedTotals;
  readonly timeToFirstChunk: TimedTotals;
  /** Undefined until a vendor has reported any. */
  inputTokens: number | undefined;
  outputTokens: number | undefined;
}

/** Seconds, and the last exemplar of each bucket. */
export class TimedTotals {
  readonly buckets: BucketCounts = new BucketCounts(durationBucketsSeconds);
  readonly exemplars: (Exemplar | undefined)[] = [];

  observe(durationMs: number, trace: TraceLink | undefined): void {
    const seconds = durationMs / 1000;
    const bucket = this.buckets.observe(seconds);
    if (trace) this.exemplars[bucket] = exemplarOf(trace, seconds);
  }
}

/** The trace a call belongs to, where it is kept and somebody wants exemplars. */
export interface TraceLink {
  readonly labelSet: Readonly<Record<string, string>>;
  /** Unix seconds. */
  readonly timestamp: number;
}

export interface ClientTotals {
  attemptEnded(target: LlmTarget, outcome: Outcome): void;
  callEnded(call: EndedCall, trace: TraceLink | undefined): void;
  all(): Iterable<Totals>;
  clear(): void;
}

/** Counts calls and attempts by the labels that Prometheus gets; bounded by the caps of providers and models. */
export function createClientTotals(): ClientTotals {
  const series = new Map<string, Totals>();
  const createOrFind = (target: LlmTarget, outcome: Outcome): Totals => {
    const { provider, model, operation } = seriesOf(target);
    const key = `${provider}\n${model}\n${operation}\n${outcome}`;
    const totals = series.get(key) ?? createTotals({ provider, model, operation, outcome });
    series.set(key, totals);
    return totals;
  };
  const byOutcome = createKeptBeside<LlmTarget, Map<Outcome, Totals>>(() => new Map());
  const totalsOf = (target: LlmTarget, outcome: Outcome): Totals => {
    const known = byOutcome.get(target);
    const totals = known.get(outcome) ?? createOrFind(target, outcome);
    known.set(outcome, totals);
    return totals;
  };
  return {
    attemptEnded(target, outcome) {
      totalsOf(target, outcome).attempts += 1;
    },
    callEnded(call, trace) {
      const totals = totalsOf(call.finished.target, call.outcome);
      totals.calls += 1;
      if (trace) totals.exemplar = exemplarOf(trace, 1);
      totals.duration.observe(call.durationMs, trace);
      if (call.firstContentMs !== undefined) totals.timeToFirstChunk.observe(call.firstContentMs, trace);
      const usage = knownUsage(call);
      totals.inputTokens = sum(totals.inputTokens, usage?.inputTokens);
      totals.outputTokens = sum(totals.outputTokens, usage?.outputTokens);
    },
    all: () => series.values(),
    clear() {
      series.clear();
      byOutcome.clear();
    },
  };
}

export function seriesOf({ provider, model, operation }: LlmTarget): SeriesLabels {
  const capped = cappedModel(provider, model);
  return { provider: cappedProvider(provider), model: capped, operation };
}

function createTotals(labels: Totals['labels']): Totals {
  return {
    labels,
    attempts: 0,
    calls: 0,
    exemplar: undefined,
    duration: new TimedTotals(),
    timeToFirstChunk: new TimedTotals(),
    inputTokens: undefined,
    outputTokens: undefined,
  };
}

function exemplarOf({ labelSet, timestamp }: TraceLink, value: number): Exemplar {
  return { labelSet, value, timestamp };
}

function sum(total: number | undefined, more: number | undefined): number | undefined {
  return more === undefined ? total : (total ?? 0) + more;
}
