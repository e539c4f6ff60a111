import type { Span } from '../decode/span.ts';
import { attemptsOf, type CallSpan, mergeNested, mergeRequests } from './merge-readings.ts';
import { isPlainRequest } from './plain-requests.ts';

/** One call to be counted, and the spans that were its HTTP attempts, in the order they ended. */
export interface CountedCall extends CallSpan {
  readonly endings: readonly CallSpan[];
}

export interface CountedCalls {
  readonly calls: readonly CountedCall[];
  /** Spans that showed a call which another span shows too. */
  readonly nested: number;
}

/** Ancestors looked at. Frameworks put fewer than ten spans between a call and the call inside it. */
const hopsMax = 32;

/**
 * A framework's span around an SDK's span is one call, not two, and an HTTP request under either is its attempt. Within
 * one request, call spans of one trace and one model that are ancestor and descendant count once. Pieces that come in
 * another request are the matter of late-pieces.ts.
 */
export function countNestedOnce(calls: readonly CallSpan[], spans: readonly Span[]): CountedCalls {
  if (!hasSharedTrace(calls)) return { calls: calls.map(alone), nested: 0 };
  const inside = insideOf(calls, spans);
  const isInside = new Set([...inside.values()].flat());
  const counted = calls.filter((call) => !isInside.has(call)).flatMap((call) => countTree(call, inside));
  const shown = counted.reduce((sum, call) => sum + Math.max(call.endings.length, 1), 0);
  return { calls: counted, nested: calls.length - shown };
}

function alone(call: CallSpan): CountedCall {
  return { span: call.span, reading: call.reading, endings: [call] };
}

function hasSharedTrace(calls: readonly CallSpan[]): boolean {
  const seen = new Set<string>();
  for (const { span } of calls) {
    if (seen.has(span.traceId)) return true;
    seen.add(span.traceId);
  }
  return false;
}

/** Call → the calls directly inside it. */
type Inside = ReadonlyMap<CallSpan, readonly CallSpan[]>;

/** Layers looked into. A sender may nest as it likes; the stack must not depend on it. */
const layersMax = 32;

function countTree(call: CallSpan, inside: Inside, layer = 1): readonly CountedCall[] {
  const within = layer < layersMax ? (inside.get(call) ?? []) : [];
  // Our own SDK has seen the bytes and grouped its attempts already, under the id that they carry.
  if (within.length === 0 || call.reading.source === 'faultline') return [alone(call)];
  const layers = within.filter((each) => !isPlainRequest(each));
  if (layers.length === 0) return [withRequests(call, within)];
  const inner = layers.flatMap((each) => countTree(each, inside, layer + 1));
  const succeeded = inner.filter(({ reading }) => reading.outcome === 'ok').length;
  // A call ends with its first success: what holds two of them is an agent's loop under a call's name.
  if (succeeded > 1 || inner.some(({ reading }) => reading.source === 'faultline')) return inner;
  return [withLayers(call, inner)];
}

function withLayers(call: CallSpan, inner: readonly CountedCall[]): CountedCall {
  const last = inEndOrder(inner).at(-1) ?? call;
  const attempts = inner.reduce((sum, { reading }) => sum + reading.attempts, 0);
  const endings = inEndOrder(inner.flatMap((each) => each.endings));
  return { span: call.span, reading: mergeNested(call, last, attempts), endings };
}

function withRequests(call: CallSpan, within: readonly CallSpan[]): CountedCall {
  // One of them when the span is a request itself: two HTTP instrumentations saw the same one.
  if (isPlainRequest(call)) return alone(call);
  const requests = inEndOrder(within);
  const reading = mergeRequests(call, requests);
  return { span: call.span, reading, endings: attemptsOf(call, reading, requests) };
}

function inEndOrder<T extends CallSpan>(calls: readonly T[]): readonly T[] {
  return [...calls].sort((a, b) => (a.span.endUnixNano < b.span.endUnixNano ? -1 : 1));
}

function insideOf(calls: readonly CallSpan[], spans: readonly Span[]): Inside {
  const spanOf = new Map(spans.map((span) => [span.traceId + span.spanId, span]));
  const callOf = new Map(calls.map((call) => [call.span, call]));
  const parentOf = (span: Span): Span | undefined =>
    span.parentSpanId === '' ? undefined : spanOf.get(span.traceId + span.parentSpanId);
  const inside = new Map<CallSpan, CallSpan[]>();
  for (const call of calls) {
    const outer = nearestAround(call, parentOf, callOf);
    if (outer === undefined) continue;
    const siblings = inside.get(outer);
    if (siblings === undefined) inside.set(outer, [call]);
    else siblings.push(call);
  }
  return inside;
}

/** Undefined when no call of the same target is around it, or when the parents go in a circle. */
function nearestAround(
  call: CallSpan,
  parentOf: (span: Span) => Span | undefined,
  callOf: ReadonlyMap<Span, CallSpan>,
): CallSpan | undefined {
  let nearest: CallSpan | undefined;
  let current = parentOf(call.span);
  for (let hops = 0; current !== undefined && hops < hopsMax; hops++) {
    if (current === call.span) return undefined;
    const candidate = nearest === undefined ? callOf.get(current) : undefined;
    if (candidate !== undefined && isSameCall(candidate, call)) nearest = candidate;
    current = parentOf(current);
  }
  return nearest;
}

/**
 * An HTTP request belongs to the call around it wherever it goes. So does a call for the same model: the vendors that
 * instrumentations name are not proof, and two of them often name two.
 */
function isSameCall(outer: CallSpan, inner: CallSpan): boolean {
  if (isPlainRequest(inner)) return true;
  const [around, within] = [outer.reading, inner.reading];
  if (around.model !== '' && within.model !== '') return around.model === within.model;
  return around.provider === within.provider;
}
