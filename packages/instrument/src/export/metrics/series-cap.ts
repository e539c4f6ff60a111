import type { Attributes } from '@opentelemetry/api';

/** As in OpenTelemetry's SDK: what a process can tell apart has an end, also when every user brings a key of their own. */
export const seriesMax = 2000;

/** Where everything beyond goes (OpenTelemetry specification, metrics SDK, cardinality limits). */
export const overflowAttributes: Attributes = { 'otel.metric.overflow': true };
export const overflowKey = 'overflow';

/** The key under which a series is counted. */
export function cappedKey(series: ReadonlyMap<string, unknown>, key: string): string {
  return series.size < seriesMax || series.has(key) ? key : overflowKey;
}
