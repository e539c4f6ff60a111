import type { Attributes, AttributeValue, Span } from '../decode/span.ts';
import type { Attempt, Call } from '../model/call.ts';
import { createMemory } from './memory.ts';
import { type Normalised, normalise, wantedAttributes } from './normalise.ts';

/** 2026-06-22T00:00:00Z. Spans end here unless they say otherwise. */
export const endedAtMs = 1782086400000;
export const endedAtNs: bigint = BigInt(endedAtMs) * 1_000_000n;

const traceId = '0af7651916cd43dd8448eb211c80319c';

export function attributesOf(values: Record<string, AttributeValue>): Attributes {
  return new Map(Object.entries(values));
}

/** A client span of two seconds in a service called `checkout`. */
export function spanOf(values: Record<string, AttributeValue>, fields: Partial<Span> = {}): Span {
  return {
    traceId,
    spanId: 'b7ad6b7169203331',
    parentSpanId: '',
    name: '',
    kind: 3,
    startUnixNano: endedAtNs - 2_000_000_000n,
    endUnixNano: endedAtNs,
    attributes: attributesOf(values),
    exceptions: [],
    statusCode: 0,
    statusMessage: '',
    resource: {
      attributes: attributesOf({ 'service.name': 'checkout', 'deployment.environment.name': 'prod' }),
    },
    scope: { name: '', version: '' },
    ...fields,
  };
}

/** As decoding hands it over: without the attributes that no dialect has asked for. */
export function asDecoded<Item extends Pick<Span, 'attributes' | 'resource'>>(
  item: Item,
  wanted: readonly string[],
): Item {
  const wantedOf = (attributes: Attributes): Attributes =>
    new Map([...attributes].filter(([key]) => wanted.includes(key)));
  const resource = { ...item.resource, attributes: wantedOf(item.resource.attributes) };
  return { ...item, attributes: wantedOf(item.attributes), resource };
}

/** `normalise` a moment after the spans ended. */
export function normaliseNow(...spans: Span[]): Normalised {
  const decoded = spans.map((span) => asDecoded(span, wantedAttributes));
  return normalise(decoded, endedAtMs + 1000, createMemory());
}

export function onlyCall(...spans: Span[]): Call {
  const { calls } = normaliseNow(...spans);
  if (calls.length !== 1) throw new Error(`${calls.length} calls, not one`);
  return calls[0] as Call;
}

export function onlyAttempt(...spans: Span[]): Attempt {
  const { attempts } = normaliseNow(...spans);
  if (attempts.length !== 1) throw new Error(`${attempts.length} attempts, not one`);
  return attempts[0] as Attempt;
}
