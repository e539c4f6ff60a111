import {
  attribute,
  inFlightAttribute,
  operationDurationBuckets,
  otlpMetric,
  tokenTypeAttribute,
  tokenUsageBuckets,
} from '@faultline/conventions';
import {
  type Attributes,
  type Histogram,
  type Meter,
  metrics,
  type ObservableResult,
} from '@opentelemetry/api';
import { currentConfig } from '../config.ts';
import { shared } from '../once-per-process.ts';
import { version } from '../version.ts';
import { type EndedCall, errorTypeOf, knownUsage } from './ended-call.ts';
import { countInFlight, type InFlightCount, inFlightCalls } from './in-flight.ts';
import type { LlmTarget } from './llm-request.ts';
import { cappedModel } from './model-cap.ts';
import { scope } from './tracer.ts';

/** Where calls are counted as OpenTelemetry metrics. */
export interface OtelMetrics {
  started(target: LlmTarget): void;
  ended(call: EndedCall): void;
}

/** Those that `register` chose; without `register`, on the app's global meter provider. */
export function otelMetrics(): OtelMetrics {
  const held = holder();
  held.metrics ??= createOtelMetrics(metrics.getMeter(scope, version));
  return held.metrics;
}

export function setOtelMetrics(chosen: OtelMetrics): void {
  holder().metrics = chosen;
}

const holder: () => { metrics: OtelMetrics | undefined } = shared('otel-metrics', () => ({
  metrics: undefined,
}));

/** With the instruments of an app's own OpenTelemetry SDK, and as often as that one exports. */
function createOtelMetrics(meter: Meter): OtelMetrics {
  const recorders = recordersFor(currentConfig().semconv, meter);
  const started = observeInFlight(meter);
  return {
    started,
    ended(call) {
      const attributes = seriesAttributes(call.finished.target);
      for (const record of recorders) record(call, attributes);
    },
  };
}

type Recorder = (call: EndedCall, series: Attributes) => void;

function recordersFor(semconv: 'default' | 'latest' | 'both', meter: Meter): readonly Recorder[] {
  if (semconv === 'latest') return [latestGeneration(meter)];
  return semconv === 'both'
    ? [defaultGeneration(meter), latestGeneration(meter)]
    : [defaultGeneration(meter)];
}

function defaultGeneration(meter: Meter): Recorder {
  const times = timesRecorder(meter, otlpMetric.operationDuration, otlpMetric.timeToFirstChunk);
  const tokens = tokenHistogram(meter, otlpMetric.tokenUsage);
  return (call, series) => {
    times(call, series);
    const usage = knownUsage(call);
    recordKnown(tokens, usage?.inputTokens, { ...series, [tokenTypeAttribute]: 'input' });
    recordKnown(tokens, usage?.outputTokens, { ...series, [tokenTypeAttribute]: 'output' });
  };
}

function latestGeneration(meter: Meter): Recorder {
  const times = timesRecorder(meter, otlpMetric.inferenceDuration, otlpMetric.inferenceTimeToFirstChunk);
  const input = tokenHistogram(meter, otlpMetric.inferenceInputTokens);
  const output = tokenHistogram(meter, otlpMetric.inferenceOutputTokens);
  return (call, series) => {
    times(call, series);
    const usage = knownUsage(call);
    recordKnown(input, usage?.inputTokens, series);
    recordKnown(output, usage?.outputTokens, series);
  };
}

/** `error.type` belongs on the duration alone (GenAI semantic conventions). */
function timesRecorder(meter: Meter, durationName: string, firstChunkName: string): Recorder {
  const advice = { explicitBucketBoundaries: [...operationDurationBuckets] };
  const duration = meter.createHistogram(durationName, {
    unit: 's',
    description: 'Duration of a GenAI operation, retries included.',
    advice,
  });
  const firstChunk = meter.createHistogram(firstChunkName, {
    unit: 's',
    description: 'Time from the start of a streaming operation to its first content.',
    advice,
  });
  return ({ finished, outcome, durationMs, firstContentMs }, series) => {
    const errorType = errorTypeOf(finished, outcome);
    duration.record(durationMs / 1000, errorType ? { ...series, [attribute.errorType]: errorType } : series);
    if (firstContentMs !== undefined) firstChunk.record(firstContentMs / 1000, series);
  };
}

function tokenHistogram(meter: Meter, name: string): Histogram {
  return meter.createHistogram(name, {
    unit: '{token}',
    description: 'Tokens the vendor reported for an operation.',
    advice: { explicitBucketBoundaries: [...tokenUsageBuckets] },
  });
}

function recordKnown(histogram: Histogram, value: number | undefined, attributes: Attributes): void {
  if (value !== undefined) histogram.record(value, attributes);
}

/** The response model is left out: it follows from the requested one, and would double the series. */
export function seriesAttributes({ provider, model, operation, host, port }: LlmTarget): Attributes {
  return {
    [attribute.operation]: operation,
    [attribute.provider]: provider,
    ...(model === '' ? {} : { [attribute.requestModel]: cappedModel(provider, model) }),
    [attribute.serverAddress]: host,
    ...(port === undefined ? {} : { [attribute.serverPort]: port }),
  };
}

function observeInFlight(meter: Meter): (target: LlmTarget) => void {
  const started = meter.createCounter(otlpMetric.callsStarted, {
    unit: '{call}',
    description: 'LLM calls started.',
  });
  meter
    .createObservableGauge(otlpMetric.callsInFlight, {
      unit: '{call}',
      description: 'LLM calls started and not ended, by how long the vendor has been silent.',
    })
    .addCallback(reportInFlight);
  return (target) => started.add(1, targetAttributes(target));
}

function reportInFlight(result: ObservableResult): void {
  for (const count of countInFlight(inFlightCalls())) result.observe(count.calls, inFlightAttributes(count));
}

export function inFlightAttributes({ target, phase, ageSeconds }: InFlightCount): Attributes {
  return {
    ...targetAttributes(target),
    [inFlightAttribute.phase]: phase,
    [inFlightAttribute.age]: ageSeconds,
  };
}

/** What a detector tells series apart by. */
export function targetAttributes({ provider, model, operation, region, credential }: LlmTarget): Attributes {
  return {
    [attribute.operation]: operation,
    [attribute.provider]: provider,
    [attribute.requestModel]: cappedModel(provider, model),
    ...(region === '' ? {} : { [attribute.region]: region }),
    ...(credential === '' ? {} : { [attribute.credential]: credential }),
  };
}
