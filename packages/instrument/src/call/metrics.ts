import { clientMetric, durationBucketsSeconds, modelLabelsMax, type Outcome } from '@faultline/conventions';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { oncePerProcess } from '../once-per-process.ts';
import type { Usage } from '../protocols/protocol.ts';

/** What a series is about. The model is capped, the rest is bounded by the app itself. */
interface Series {
  readonly provider: string;
  readonly model: string;
  readonly operation: string;
}

interface FinishedCall {
  readonly outcome: Outcome;
  readonly durationSeconds: number;
  readonly timeToFirstChunkSeconds: number | undefined;
  readonly usage: Usage | undefined;
}

export interface ClientMetrics {
  readonly registry: Registry;
  callStarted(series: Series): void;
  callEnded(series: Series, call: FinishedCall): void;
  attemptEnded(series: Series, outcome: Outcome): void;
  internalError(): void;
  spansDropped(count: number): void;
}

export function clientMetrics(): ClientMetrics {
  return oncePerProcess('metrics', createClientMetrics);
}

/** On a registry of its own, so that an app's `register.clear()` or name clash cannot touch it. */
export function createClientMetrics(): ClientMetrics {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = ['provider', 'model', 'operation', 'outcome'] as const;
  const buckets = [...durationBucketsSeconds];
  const calls = new Counter({ name: clientMetric.calls, help: 'LLM calls ended.', labelNames, registers });
  const attempts = new Counter({
    name: clientMetric.attempts,
    help: 'HTTP attempts ended, retries included.',
    labelNames,
    registers,
  });
  const callDuration = new Histogram({
    name: clientMetric.callDuration,
    help: 'Seconds from the start of a call to its end, retries and back-off included.',
    labelNames,
    buckets,
    registers,
  });
  const timeToFirstChunk = new Histogram({
    name: clientMetric.timeToFirstChunk,
    help: 'Seconds from the start of a streaming call to its first content.',
    labelNames,
    buckets,
    registers,
  });
  const tokens = new Counter({
    name: clientMetric.tokens,
    help: 'Tokens the vendor reported, cached and reasoning tokens included.',
    labelNames: [...labelNames, 'type'] as const,
    registers,
  });
  const inFlight = new Gauge({
    name: clientMetric.callsInFlight,
    help: 'Calls that have started and not ended.',
    labelNames: ['provider', 'model', 'operation'] as const,
    registers,
  });
  const internalErrors = new Counter({
    name: 'faultline_instrument_internal_errors_total',
    help: 'Errors of the instrumentation itself; the app did not see them.',
    registers,
  });
  const dropped = new Counter({
    name: 'faultline_instrument_spans_dropped_total',
    help: 'Spans that never reached the collector: queue full, refused, or process ended.',
    registers,
  });
  const capped = createModelCap();

  return {
    registry,
    callStarted: (series) => inFlight.inc(capped(series)),
    callEnded(series, { outcome, durationSeconds, timeToFirstChunkSeconds, usage }) {
      const target = capped(series);
      const labels = { ...target, outcome };
      inFlight.dec(target);
      calls.inc(labels);
      callDuration.observe(labels, durationSeconds);
      if (timeToFirstChunkSeconds !== undefined) timeToFirstChunk.observe(labels, timeToFirstChunkSeconds);
      if (usage?.inputTokens !== undefined) tokens.inc({ ...labels, type: 'input' }, usage.inputTokens);
      if (usage?.outputTokens !== undefined) tokens.inc({ ...labels, type: 'output' }, usage.outputTokens);
    },
    attemptEnded: (series, outcome) => attempts.inc({ ...capped(series), outcome }),
    internalError: () => internalErrors.inc(),
    spansDropped: (count) => dropped.inc(count),
  };
}

function createModelCap(): (series: Series) => Record<keyof Series, string> {
  const seen = new Map<string, Set<string>>();
  return ({ provider, model, operation }) => {
    const models = seen.get(provider) ?? new Set();
    seen.set(provider, models);
    if (models.size < modelLabelsMax) models.add(model);
    return { provider, model: models.has(model) ? model : 'other', operation };
  };
}
