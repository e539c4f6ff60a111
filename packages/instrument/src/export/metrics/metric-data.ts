import { otlpMetric, tokenTypeAttribute } from '@faultline/conventions';
import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import type { InFlightCount } from '../../call/in-flight.ts';
import { inFlightAttributes } from '../../call/otel-metrics.ts';
import type { Config } from '../../config.ts';
import type { CallHistograms } from './call-store.ts';
import type { HistogramSeries } from './histogram-series.ts';

/** The time that numbers are for. */
export interface Period {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly temporality: AggregationTemporality;
}

/** Calls that have ended, under the names of the generation of semantic conventions that was asked for. */
export function callMetricData(
  histograms: CallHistograms,
  semconv: Config['semconv'],
  period: Period,
): MetricData[] {
  const metrics = [
    ...(semconv === 'latest' ? [] : defaultGeneration(histograms, period)),
    ...(semconv === 'default' ? [] : latestGeneration(histograms, period)),
  ];
  return metrics.filter(({ dataPoints }) => dataPoints.length > 0);
}

function defaultGeneration(histograms: CallHistograms, period: Period): MetricData[] {
  const { duration, firstChunk, inputTokens, outputTokens } = histograms;
  const input = tokenPoints(inputTokens, 'input', period);
  const output = tokenPoints(outputTokens, 'output', period);
  return [
    histogram(otlpMetric.operationDuration, 's', points(duration, period), period),
    histogram(otlpMetric.timeToFirstChunk, 's', points(firstChunk, period), period),
    histogram(otlpMetric.tokenUsage, '{token}', [...input, ...output], period),
  ];
}

function latestGeneration(histograms: CallHistograms, period: Period): MetricData[] {
  const { duration, firstChunk, inputTokens, outputTokens } = histograms;
  return [
    histogram(otlpMetric.inferenceDuration, 's', points(duration, period), period),
    histogram(otlpMetric.inferenceTimeToFirstChunk, 's', points(firstChunk, period), period),
    histogram(otlpMetric.inferenceInputTokens, '{token}', points(inputTokens, period), period),
    histogram(otlpMetric.inferenceOutputTokens, '{token}', points(outputTokens, period), period),
  ];
}

type HistogramPoint = ReturnType<HistogramSeries['point']>;

function points(series: readonly HistogramSeries[], { startTime, endTime }: Period): HistogramPoint[] {
  return series.map((one) => one.point(startTime, endTime));
}

function tokenPoints(
  series: readonly HistogramSeries[],
  type: 'input' | 'output',
  period: Period,
): HistogramPoint[] {
  return points(series, period).map((point) => ({
    ...point,
    attributes: { ...point.attributes, [tokenTypeAttribute]: type },
  }));
}

function histogram(name: string, unit: string, dataPoints: HistogramPoint[], period: Period): MetricData {
  return {
    descriptor: { name, unit, description: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: period.temporality,
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints,
  };
}

/** Calls that were begun in the series of a request. */
export interface StartedCount {
  readonly attributes: Attributes;
  readonly calls: number;
}

/** Calls under way. What is not there is not in flight. */
export function inFlightMetricData(
  started: readonly StartedCount[],
  inFlight: readonly InFlightCount[],
  period: Period,
): MetricData[] {
  const { startTime, endTime } = period;
  const startedPoints: DataPoint<number>[] = started.map(({ attributes, calls }) => ({
    attributes,
    startTime,
    endTime,
    value: calls,
  }));
  const inFlightPoints: DataPoint<number>[] = inFlight.map((count) => ({
    attributes: inFlightAttributes(count),
    startTime,
    endTime,
    value: count.calls,
  }));
  const descriptor = { unit: '{call}', description: '', valueType: ValueType.INT };
  return [
    {
      descriptor: { ...descriptor, name: otlpMetric.callsStarted },
      aggregationTemporality: period.temporality,
      dataPointType: DataPointType.SUM,
      isMonotonic: true,
      dataPoints: startedPoints,
    },
    {
      descriptor: { ...descriptor, name: otlpMetric.callsInFlight },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.GAUGE,
      dataPoints: inFlightPoints,
    },
  ].filter(({ dataPoints }) => dataPoints.length > 0) as MetricData[];
}
