import { randomBytes } from 'node:crypto';
import { attribute, type Outcome, resourceAttribute } from '@faultline/conventions';

/** A call as our own SDK would report it; one attempt each. */
export interface SyntheticCall {
  readonly provider: string;
  readonly model: string;
  readonly outcome: Outcome;
  /** Identity of the row: 16 hexadecimal digits. */
  readonly spanId: string;
  readonly endMs: number;
}

const durationMs = 400;

export function createCall(call: Omit<SyntheticCall, 'spanId' | 'endMs'>): SyntheticCall {
  return { ...call, spanId: randomBytes(8).toString('hex'), endMs: Date.now() };
}

/** `ExportTraceServiceRequest` as JSON (OTLP 1.11: ids in hexadecimal, 64-bit integers as strings). */
export function tracesJson(calls: readonly SyntheticCall[]): string {
  return tracesOf(calls.map(spanOf));
}

/** The same for spans of any form, broken ones included. */
export function tracesOf(spans: readonly object[]): string {
  const resource = { attributes: [text(resourceAttribute.serviceName, 'synthetic')] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
}

export function spanOf(call: SyntheticCall): object {
  return {
    traceId: `${call.spanId}${call.spanId}`,
    spanId: call.spanId,
    name: `chat ${call.model}`,
    kind: 3,
    startTimeUnixNano: `${call.endMs - durationMs}000000`,
    endTimeUnixNano: `${call.endMs}000000`,
    attributes: [
      text(attribute.operation, 'chat'),
      text(attribute.provider, call.provider),
      text(attribute.requestModel, call.model),
      text(attribute.outcome, call.outcome),
    ],
  };
}

function text(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}
