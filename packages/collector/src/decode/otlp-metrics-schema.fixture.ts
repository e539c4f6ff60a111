import protobuf from 'protobufjs';
import { otlpSchema } from './otlp-schema.fixture.ts';

/** The part of opentelemetry-proto 1.11 that travels in a metrics export, beside what it shares with traces. */
const otlpMetricsSchema = `
message NumberDataPoint {
  fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
  oneof value { double as_double = 4; sfixed64 as_int = 6; }
  repeated KeyValue attributes = 7; uint32 flags = 8;
}
message HistogramDataPoint {
  fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4; optional double sum = 5;
  repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7; repeated KeyValue attributes = 9;
  uint32 flags = 10; optional double min = 11; optional double max = 12;
}
message Buckets { sint32 offset = 1; repeated uint64 bucket_counts = 2; }
message ExponentialHistogramDataPoint {
  repeated KeyValue attributes = 1; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4;
  optional double sum = 5; sint32 scale = 6; fixed64 zero_count = 7; Buckets positive = 8; Buckets negative = 9;
  uint32 flags = 10; optional double min = 12; optional double max = 13; double zero_threshold = 14;
}
message Gauge { repeated NumberDataPoint data_points = 1; }
message Sum { repeated NumberDataPoint data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
message Histogram { repeated HistogramDataPoint data_points = 1; int32 aggregation_temporality = 2; }
message ExponentialHistogram {
  repeated ExponentialHistogramDataPoint data_points = 1; int32 aggregation_temporality = 2;
}
message Metric {
  string name = 1; string description = 2; string unit = 3;
  oneof data { Gauge gauge = 5; Sum sum = 7; Histogram histogram = 9; ExponentialHistogram exponential_histogram = 10; }
}
message ScopeMetrics { InstrumentationScope scope = 1; repeated Metric metrics = 2; string schema_url = 3; }
message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; string schema_url = 3; }
message ExportMetricsServiceRequest { repeated ResourceMetrics resource_metrics = 1; }
`;

const request = protobuf.parse(otlpSchema + otlpMetricsSchema).root.lookupType('ExportMetricsServiceRequest');

/** protobufjs' encoding of an `ExportMetricsServiceRequest` given as a plain object with lowerCamelCase keys. */
export function encodeMetricsWithProtobufjs(message: Record<string, unknown>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(request.encode(request.fromObject(message)).finish());
}

/** What protobufjs reads: 64-bit integers as decimal strings, absent fields as their defaults. */
export function decodeMetricsWithProtobufjs(body: Uint8Array): OracleMetricsRequest {
  const options = { longs: String, defaults: true, arrays: true, oneofs: true };
  return request.toObject(request.decode(body), options) as OracleMetricsRequest;
}

export interface OracleMetricsRequest {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly OracleMetric[] }[];
  }[];
}

export interface OracleMetric {
  readonly name: string;
  readonly unit: string;
  readonly gauge?: Pick<OracleData, 'dataPoints'> & Partial<OracleData>;
  readonly sum?: OracleData;
  readonly histogram?: OracleData;
  readonly exponentialHistogram?: OracleData;
}

interface OracleData {
  readonly aggregationTemporality: number;
  readonly isMonotonic?: boolean;
  readonly dataPoints: readonly OraclePoint[];
}

export interface OraclePoint {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly flags: number;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
  readonly asInt?: string;
  readonly asDouble?: number;
  readonly count?: string;
  readonly sum?: number;
  readonly bucketCounts?: readonly string[];
  readonly explicitBounds?: readonly number[];
  readonly scale?: number;
  readonly zeroCount?: string;
  readonly positive?: { readonly offset: number; readonly bucketCounts: readonly string[] } | null;
}
