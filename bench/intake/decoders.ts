// Bundled by build.mjs with the collector's own sources: what is measured is what runs.
import protobuf from 'protobufjs';
import { decodeTraces } from '../../packages/collector/src/decode/decode-traces.ts';
import { KeySet } from '../../packages/collector/src/decode/key-set.ts';
import { otlpSchema } from '../../packages/collector/src/decode/otlp-schema.fixture.ts';
import type { AttributeValue, Span } from '../../packages/collector/src/decode/span.ts';
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
  readonly startTimeUnixNano: { toString(): string };
  readonly endTimeUnixNano: { toString(): string };
  readonly attributes: readonly KeyValue[];
  readonly status?: { readonly code?: number };
}

function spansIn(body: Uint8Array): (DecodedSpan & { readonly resource: readonly KeyValue[] })[] {
  const { resourceSpans } = request.toObject(request.decode(body), {
    longs: String,
    arrays: true,
  }) as Decoded;
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, resource: resource.attributes }))),
  );
}

/** What our reader would have made of it, for the same rules to read. */
function spanOf(span: DecodedSpan & { readonly resource: readonly KeyValue[] }): Span {
  return {
    traceId: Buffer.from(span.traceId).toString('hex'),
    spanId: Buffer.from(span.spanId).toString('hex'),
    parentSpanId: '',
    name: span.name,
    kind: span.kind,
    startUnixNano: BigInt(span.startTimeUnixNano.toString()),
    endUnixNano: BigInt(span.endTimeUnixNano.toString()),
    attributes: new Map(
      span.attributes
        .filter(({ key }) => wanted.has(key))
        .map(({ key, value }) => [key, scalarOf(value)] as const),
    ),
    exceptions: [],
    statusCode: span.status?.code ?? 0,
    statusMessage: '',
    resource: { attributes: new Map(span.resource.map(({ key, value }) => [key, scalarOf(value)] as const)) },
    scope: { name: 'bench', version: '1' },
  };
}

function scalarOf(value: Readonly<Record<string, unknown>>): AttributeValue {
  const { arrayValue, intValue } = value;
  if (intValue !== undefined) return Number(intValue);
  if (arrayValue === undefined) return Object.values(value)[0] as AttributeValue;
  const { values } = arrayValue as { readonly values: readonly Readonly<Record<string, unknown>>[] };
  return values.map((item) => scalarOf(item) as string | number | boolean);
}

/** The plainest row that holds what ours does, without any of the rules of a dialect. */
function rowOf(span: DecodedSpan & { readonly resource: readonly KeyValue[] }): object {
  const attributes = valuesOf(span.attributes);
  const resource = valuesOf(span.resource);
  return {
    traceId: Buffer.from(span.traceId).toString('hex'),
    spanId: Buffer.from(span.spanId).toString('hex'),
    endMs: Number(BigInt(span.endTimeUnixNano.toString()) / 1_000_000n),
    startMs: Number(BigInt(span.startTimeUnixNano.toString()) / 1_000_000n),
    service: resource.get('service.name'),
    environment: resource.get('deployment.environment.name'),
    operation: attributes.get('gen_ai.operation.name'),
    provider: attributes.get('gen_ai.provider.name'),
    model: attributes.get('gen_ai.request.model'),
    responseModel: attributes.get('gen_ai.response.model'),
    stream: attributes.get('gen_ai.request.stream'),
    inputTokens: Number(attributes.get('gen_ai.usage.input_tokens')),
    outputTokens: Number(attributes.get('gen_ai.usage.output_tokens')),
    cacheRead: Number(attributes.get('gen_ai.usage.cache_read.input_tokens')),
    cacheWrite: Number(attributes.get('gen_ai.usage.cache_creation.input_tokens')),
    timeToFirstChunk: attributes.get('gen_ai.response.time_to_first_chunk'),
    httpStatus: Number(attributes.get('http.response.status_code')),
    isError: span.status?.code === 2,
  };
}

function valuesOf(attributes: readonly KeyValue[]): Map<string, unknown> {
  return new Map(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
