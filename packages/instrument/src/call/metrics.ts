import { clientMetric, type Outcome } from '@faultline/conventions';
import { isSpanContextValid, type SpanContext } from '@opentelemetry/api';
import type { Registry } from 'prom-client';
import { type MetricsRegistry, processMetricsRegistry } from '../metrics-registry.ts';
import { shared } from '../once-per-process.ts';
import {
  type ClientTotals,
  createClientTotals,
  type TimedTotals,
  type Totals,
  type TraceLink,
} from './client-totals.ts';
import { exposeMetric, type MetricLine } from './counted-metric.ts';
import type { EndedCall } from './ended-call.ts';
import { type InFlightCall, inFlightCalls } from './in-flight.ts';
import { showInFlight } from './in-flight-metrics.ts';
import type { LlmTarget } from './llm-request.ts';

/** A call's span, for exemplars. */
export interface TracedSpan {
  readonly context: SpanContext;
}

export interface ClientMetrics {
  callEnded(call: EndedCall, span: TracedSpan): void;
  attemptEnded(target: LlmTarget, outcome: Outcome): void;
}

export const clientMetrics: () => ClientMetrics = shared('metrics', () =>
  createClientMetrics(processMetricsRegistry(), inFlightCalls),
);

export function createClientMetrics(
  { registry, exemplars }: MetricsRegistry,
  inFlight: () => Iterable<InFlightCall>,
): ClientMetrics {
  const totals = createClientTotals();
  showTotals(registry, totals);
  showInFlight(registry, inFlight);
  return {
    attemptEnded: totals.attemptEnded,
    callEnded: (call, span) => totals.callEnded(call, exemplars ? traceLinkOf(span.context) : undefined),
  };
}

/** Only a trace that is kept is worth a link. */
function traceLinkOf(span: SpanContext): TraceLink | undefined {
  const isKept = isSpanContextValid(span) && (span.traceFlags & 1) === 1;
  if (!isKept) return undefined;
  return { labelSet: { trace_id: span.traceId, span_id: span.spanId }, timestamp: Date.now() / 1000 };
}

function showTotals(registry: Registry, totals: ClientTotals): void {
  const counter = (name: string, help: string, linesOf: (one: Totals) => readonly MetricLine[]): void =>
    exposeMetric(registry, { name, help, type: 'counter' }, () => linesOfAll(totals, linesOf), totals.clear);
  const histogram = (name: string, help: string, timesOf: (one: Totals) => TimedTotals): void => {
    const linesOf = (one: Totals): MetricLine[] => histogramLines(name, one.labels, timesOf(one));
    exposeMetric(
      registry,
      { name, help, type: 'histogram' },
      () => linesOfAll(totals, linesOf),
      totals.clear,
    );
  };
  counter(clientMetric.calls, 'LLM calls ended.', ({ labels, calls, exemplar }) =>
    calls === 0 ? [] : [{ labels: { ...labels }, value: calls, exemplar }],
  );
  counter(clientMetric.attempts, 'HTTP attempts ended, retries included.', ({ labels, attempts }) =>
    attempts === 0 ? [] : [{ labels: { ...labels }, value: attempts }],
  );
  histogram(
    clientMetric.callDuration,
    'Seconds from the start of a call to its end, retries and back-off included.',
    ({ duration }) => duration,
  );
  histogram(
    clientMetric.timeToFirstChunk,
    'Seconds from the start of a streaming call to its first content.',
    ({ timeToFirstChunk }) => timeToFirstChunk,
  );
  counter(
    clientMetric.tokens,
    'Tokens the vendor reported, cached and reasoning tokens included.',
    ({ labels, inputTokens, outputTokens }) => [
      ...tokenLine(labels, 'input', inputTokens),
      ...tokenLine(labels, 'output', outputTokens),
    ],
  );
}

function linesOfAll(totals: ClientTotals, linesOf: (one: Totals) => readonly MetricLine[]): MetricLine[] {
  return [...totals.all()].flatMap(linesOf);
}

function tokenLine(labels: Totals['labels'], type: string, value: number | undefined): MetricLine[] {
  return value === undefined ? [] : [{ labels: { ...labels, type }, value }];
}

/** Buckets are cumulative in an exposition (Prometheus text format 0.0.4). */
function histogramLines(
  name: string,
  labels: Totals['labels'],
  { buckets, exemplars }: TimedTotals,
): MetricLine[] {
  if (buckets.count === 0) return [];
  let below = 0;
  const lines: MetricLine[] = buckets.counts.map((count, bucket) => {
    below += count;
    const le = buckets.boundaries[bucket] ?? '+Inf';
    return {
      metricName: `${name}_bucket`,
      labels: { le, ...labels },
      value: below,
      exemplar: exemplars[bucket],
    };
  });
  lines.push({ metricName: `${name}_sum`, labels: { ...labels }, value: buckets.sum });
  lines.push({ metricName: `${name}_count`, labels: { ...labels }, value: buckets.count });
  return lines;
}
