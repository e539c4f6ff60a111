import { clientMetric, durationBucketsSeconds, type Outcome } from '@faultline/conventions';
import { isSpanContextValid, type SpanContext } from '@opentelemetry/api';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type MetricsRegistry, processMetricsRegistry } from '../metrics-registry.ts';
import { oncePerProcess } from '../once-per-process.ts';
import { type EndedCall, knownUsage } from './ended-call.ts';
import { type InFlightCall, inFlightCalls } from './in-flight.ts';
import type { LlmRequest } from './llm-request.ts';
import { cappedModel, cappedProvider } from './model-cap.ts';

export interface ClientMetrics {
  callEnded(call: EndedCall, span: SpanContext): void;
  attemptEnded(request: LlmRequest, outcome: Outcome): void;
}

export function clientMetrics(): ClientMetrics {
  return oncePerProcess('metrics', () => createClientMetrics(processMetricsRegistry(), inFlightCalls));
}

const seriesLabels = ['provider', 'model', 'operation'] as const;
const outcomeLabels = [...seriesLabels, 'outcome'] as const;

export function createClientMetrics(
  { registry, exemplars }: MetricsRegistry,
  inFlight: () => Iterable<InFlightCall>,
): ClientMetrics {
  showInFlight(registry, inFlight);
  return endedMetrics(registry, exemplars);
}

function endedMetrics(registry: Registry, enableExemplars: boolean): ClientMetrics {
  const registers = [registry];
  const calls = new Counter({
    name: clientMetric.calls,
    help: 'LLM calls ended.',
    labelNames: outcomeLabels,
    registers,
    enableExemplars,
  });
  const attempts = new Counter({
    name: clientMetric.attempts,
    help: 'HTTP attempts ended, retries included.',
    labelNames: outcomeLabels,
    registers,
  });
  const histogram = (name: string, help: string): Histogram<(typeof outcomeLabels)[number]> =>
    new Histogram({
      name,
      help,
      labelNames: outcomeLabels,
      buckets: [...durationBucketsSeconds],
      registers,
      enableExemplars,
    });
  const duration = histogram(
    clientMetric.callDuration,
    'Seconds from the start of a call to its end, retries and back-off included.',
  );
  const timeToFirstChunk = histogram(
    clientMetric.timeToFirstChunk,
    'Seconds from the start of a streaming call to its first content.',
  );
  const tokens = new Counter({
    name: clientMetric.tokens,
    help: 'Tokens the vendor reported, cached and reasoning tokens included.',
    labelNames: [...outcomeLabels, 'type'] as const,
    registers,
  });
  return {
    attemptEnded: (request, outcome) => attempts.inc({ ...seriesOf(request), outcome }),
    callEnded(call, span) {
      const labels = { ...seriesOf(call.finished.request), outcome: call.outcome };
      const exemplarLabels = enableExemplars ? exemplarOf(span) : undefined;
      count(calls, labels, exemplarLabels);
      observe(duration, labels, call.durationMs / 1000, exemplarLabels);
      if (call.firstContentMs !== undefined)
        observe(timeToFirstChunk, labels, call.firstContentMs / 1000, exemplarLabels);
      const usage = knownUsage(call);
      if (usage?.inputTokens !== undefined) tokens.inc({ ...labels, type: 'input' }, usage.inputTokens);
      if (usage?.outputTokens !== undefined) tokens.inc({ ...labels, type: 'output' }, usage.outputTokens);
    },
  };
}

type Labels = Record<(typeof outcomeLabels)[number], string>;

function seriesOf({ provider, model, operation }: LlmRequest): Omit<Labels, 'outcome'> {
  const capped = cappedModel(provider, model);
  return { provider: cappedProvider(provider), model: capped, operation };
}

type ExemplarLabels = Record<string, string>;

/** Only a trace that is kept is worth a link. */
function exemplarOf(context: SpanContext): ExemplarLabels | undefined {
  const isKept = isSpanContextValid(context) && (context.traceFlags & 1) === 1;
  return isKept ? { trace_id: context.traceId, span_id: context.spanId } : undefined;
}

/** With exemplars enabled, prom-client gives `inc` and `observe` other parameters. */
function count(counter: Counter<keyof Labels>, labels: Labels, exemplarLabels?: ExemplarLabels): void {
  if (exemplarLabels) counter.inc({ labels, value: 1, exemplarLabels });
  else counter.inc(labels);
}

function observe(
  histogram: Histogram<keyof Labels>,
  labels: Labels,
  value: number,
  exemplarLabels?: ExemplarLabels,
): void {
  if (exemplarLabels) histogram.observe({ labels, value, exemplarLabels });
  else histogram.observe(labels, value);
}

/** Counted when somebody asks: what is in flight is known anyway. */
function showInFlight(registry: Registry, calls: () => Iterable<InFlightCall>): void {
  const registers = [registry];
  const seen = new Map<string, Omit<Labels, 'outcome'>>();
  const remember = (request: LlmRequest): Omit<Labels, 'outcome'> => {
    const series = seriesOf(request);
    const key = JSON.stringify(series);
    const known = seen.get(key) ?? series;
    seen.set(key, known);
    return known;
  };
  new Gauge({
    name: clientMetric.callsInFlight,
    help: 'Calls that have started and not ended.',
    labelNames: seriesLabels,
    registers,
    collect() {
      // Series stay at 0 when their calls have ended; a gap would look like a scrape that failed.
      for (const series of seen.values()) this.set(series, 0);
      for (const { request } of calls()) if (request) this.inc(remember(request));
    },
  });
  new Gauge({
    name: clientMetric.callsInFlightSilence,
    help: 'Longest time that a call in flight has been without a sign of life from the vendor.',
    labelNames: seriesLabels,
    registers,
    collect() {
      const longest = new Map<object, number>();
      for (const call of calls()) {
        const series = call.request && remember(call.request);
        if (series) longest.set(series, Math.max(longest.get(series) ?? 0, call.silentMs()));
      }
      for (const series of seen.values()) this.set(series, (longest.get(series) ?? 0) / 1000);
    },
  });
}
