import type { Encoding } from './decode-traces.ts';
import { readJsonMetrics } from './json-metrics.ts';
import type { MetricBatch, WantedMetrics } from './metric.ts';
import { MetricCollector } from './metric-collector.ts';
import { readProtobufMetrics } from './protobuf-metrics.ts';

/**
 * Bytes of an OTLP `ExportMetricsServiceRequest` to the metrics of wanted names; the others are only counted.
 *
 * @throws {DecodeError} when the body is not what `encoding` says; never anything else, whatever the bytes are.
 */
export function decodeMetrics(body: Uint8Array, encoding: Encoding, wanted: WantedMetrics): MetricBatch {
  const collector = new MetricCollector();
  if (encoding === 'protobuf') readProtobufMetrics(body, wanted, collector);
  else readJsonMetrics(body, wanted, collector);
  return collector.batch();
}
