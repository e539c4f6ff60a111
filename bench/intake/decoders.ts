// Bundled by build.mjs with the collector's own sources: what is measured is what runs.
import protobuf from 'protobufjs';
import { AttributeList } from '../../packages/collector/src/decode/attribute-list.ts';
import { decodeTraces } from '../../packages/collector/src/decode/decode-traces.ts';
import { KeySet } from '../../packages/collector/src/decode/key-set.ts';
import { otlpSchema } from '../../packages/collector/src/decode/otlp-schema.fixture.ts';
import type { AttributeValue, Resource, Span } from '../../packages/collector/src/decode/span.ts';
import { createMemory } from '../../packages/collector/src/normalise/memory.ts';
import { normalise, wantedAttributes } from '../../packages/collector/src/normalise/normalise.ts';

const wanted = new KeySet(wantedAttributes);
/** It lives as long as the receiver. */
const memory = createMemory();
const request = protobuf.parse(otlpSchema).root.lookupType('ExportTraceServiceRequest');

export function encode(message: Record<string, unknown>): Uint8Array {
  return request.encode(request.fromObject(message)).finish();
}

/** By variant: how many rows the body became. */
export const decoders: Readonly<Record<string, (body: Uint8Array, nowMs: number) => number>> = {
  'ours, decode': (body) => decodeTraces(body, 'protobuf', wanted).spans.length,
  'ours, decode and normalise': (body, nowMs) =>
    normalise(decodeTraces(body, 'protobuf', wanted).spans, nowMs, memory).calls.length,
  'protobufjs, decode': (body) => spansIn(body).length,
  'protobufjs, decode to a row': (body) => spansIn(body).map(rowOf).length,
  'protobufjs, decode and normalise': (body, nowMs) =>
    normalise(spansIn(body).map(spanOf), nowMs, memory).calls.length,
};

interface Decoded {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly DecodedSpan[] }[];
  }[];
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface DecodedSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly status?: { readonly code?: number };
}

interface SpanOfResource {
  readonly span: DecodedSpan;
  readonly resource: Resource;
}

function spansIn(body: Uint8Array): SpanOfResource[] {
  const { resourceSpans } = request.toObject(request.decode(body), {
    longs: String,
    arrays: true,
  }) as Decoded;
  const spans: SpanOfResource[] = [];
  for (const { resource, scopeSpans } of resourceSpans) {
    const shared = { attributes: wantedOf(resource.attributes) };
    for (const scope of scopeSpans) for (const span of scope.spans) spans.push({ span, resource: shared });
  }
  return spans;
}

const scope = { name: 'bench', version: '1' };

/** What our reader would have made of it, for the same rules to read. */
function spanOf({ span, resource }: SpanOfResource): Span {
  return {
    traceId: hexOf(span.traceId),
    spanId: hexOf(span.spanId),
    parentSpanId: '',
    name: span.name,
    kind: span.kind,
    startUnixNano: BigInt(span.startTimeUnixNano),
    endUnixNano: BigInt(span.endTimeUnixNano),
    attributes: wantedOf(span.attributes),
    exceptions: [],
    statusCode: span.status?.code ?? 0,
    statusMessage: '',
    resource,
    scope,
  };
}

function hexOf(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('hex');
}

function wantedOf(attributes: readonly KeyValue[]): AttributeList {
  const list = new AttributeList();
  for (const { key, value } of attributes) if (wanted.has(key)) list.set(key, scalarOf(value));
  return list;
}

function scalarOf(value: Readonly<Record<string, unknown>>): AttributeValue {
  const { stringValue, intValue, doubleValue, boolValue, arrayValue } = value;
  if (stringValue !== undefined) return stringValue as string;
  if (intValue !== undefined) return Number(intValue);
  if (doubleValue !== undefined) return doubleValue as number;
  if (boolValue !== undefined) return boolValue as boolean;
  const { values } = arrayValue as { readonly values: readonly Readonly<Record<string, unknown>>[] };
  return values.map((item) => scalarOf(item) as string | number | boolean);
}

/** The plainest row that holds what ours does, without any of the rules of a dialect. */
function rowOf({ span, resource }: SpanOfResource): object {
  const attributes = wantedOf(span.attributes);
  return {
    traceId: hexOf(span.traceId),
    spanId: hexOf(span.spanId),
    endMs: Number(BigInt(span.endTimeUnixNano) / 1_000_000n),
    startMs: Number(BigInt(span.startTimeUnixNano) / 1_000_000n),
    service: resource.attributes.get('service.name'),
    environment: resource.attributes.get('deployment.environment.name'),
    operation: attributes.get('gen_ai.operation.name'),
    provider: attributes.get('gen_ai.provider.name'),
    model: attributes.get('gen_ai.request.model'),
    responseModel: attributes.get('gen_ai.response.model'),
    stream: attributes.get('gen_ai.request.stream'),
    inputTokens: attributes.get('gen_ai.usage.input_tokens'),
    outputTokens: attributes.get('gen_ai.usage.output_tokens'),
    cacheRead: attributes.get('gen_ai.usage.cache_read.input_tokens'),
    cacheWrite: attributes.get('gen_ai.usage.cache_creation.input_tokens'),
    timeToFirstChunk: attributes.get('gen_ai.response.time_to_first_chunk'),
    httpStatus: attributes.get('http.response.status_code'),
    isError: span.status?.code === 2,
  };
}
