import protobuf from 'protobufjs';

/** The part of opentelemetry-proto 1.11 that travels in exports of traces and logs, for an independent encoder and decoder. */
export const otlpSchema = `
syntax = "proto3";
message AnyValue {
  oneof value {
    string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
    ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7; int32 string_value_strindex = 8;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; int32 key_strindex = 3; }
message InstrumentationScope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
message Link { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KeyValue attributes = 4; }
message Status { string message = 2; int32 code = 3; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5;
  int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9;
  uint32 dropped_attributes_count = 10; repeated Event events = 11; repeated Link links = 13; Status status = 15;
  fixed32 flags = 16;
}
message ScopeSpans { InstrumentationScope scope = 1; repeated Span spans = 2; string schema_url = 3; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
message LogRecord {
  fixed64 time_unix_nano = 1; int32 severity_number = 2; string severity_text = 3; AnyValue body = 5;
  repeated KeyValue attributes = 6; uint32 dropped_attributes_count = 7; fixed32 flags = 8; bytes trace_id = 9;
  bytes span_id = 10; fixed64 observed_time_unix_nano = 11; string event_name = 12;
}
message ScopeLogs { InstrumentationScope scope = 1; repeated LogRecord log_records = 2; string schema_url = 3; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; string schema_url = 3; }
message ExportLogsServiceRequest { repeated ResourceLogs resource_logs = 1; }
`;

const { root } = protobuf.parse(otlpSchema);
const request = root.lookupType('ExportTraceServiceRequest');
const logsRequest = root.lookupType('ExportLogsServiceRequest');

/** protobufjs' encoding of an `ExportLogsServiceRequest` given as a plain object with lowerCamelCase keys. */
export function encodeLogsWithProtobufjs(message: Record<string, unknown>): Uint8Array {
  return logsRequest.encode(logsRequest.fromObject(message)).finish();
}

/** protobufjs' encoding of an `ExportTraceServiceRequest` given as a plain object with lowerCamelCase keys. */
export function encodeWithProtobufjs(message: Record<string, unknown>): Uint8Array {
  return request.encode(request.fromObject(message)).finish();
}

export interface OracleValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: OracleValue[] };
}

export interface OracleKeyValue {
  readonly key?: string;
  readonly value?: OracleValue;
}

export interface OracleSpan {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly startTimeUnixNano?: string;
  readonly endTimeUnixNano?: string;
  readonly attributes?: OracleKeyValue[];
  readonly events?: { readonly name?: string }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

export interface OracleRequest {
  readonly resourceSpans?: {
    readonly resource?: { readonly attributes?: OracleKeyValue[] };
    readonly scopeSpans?: {
      readonly scope?: { readonly name?: string; readonly version?: string };
      readonly spans?: OracleSpan[];
    }[];
  }[];
}

/** What protobufjs reads: 64-bit integers as decimal strings, bytes as lower-case hex, absent fields absent. */
export function decodeWithProtobufjs(body: Uint8Array): OracleRequest {
  const object = request.toObject(request.decode(body), { longs: String, defaults: false });
  const json = JSON.stringify(object, (_key, value) =>
    isSerializedBuffer(value) ? hexOf(value.data) : value,
  );
  return JSON.parse(json) as OracleRequest;
}

function isSerializedBuffer(value: unknown): value is { readonly data: number[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'Buffer' &&
    'data' in value
  );
}

function hexOf(bytes: number[]): string {
  return Buffer.from(bytes).toString('hex');
}
