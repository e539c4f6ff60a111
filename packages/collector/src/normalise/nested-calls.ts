import type { Span } from '../decode/span.ts';
import type { CallReading } from './dialect.ts';

/** A span that was read as a call. */
export interface CallSpan {
  readonly span: Span;
  readonly reading: CallReading;
}

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
 * A framework's span around an SDK's span is one call, not two. Within one request, call spans of one trace, provider
 * and model that are ancestor and descendant count once; parents that come in another request are not seen here.
 */
export function countNestedOnce(calls: readonly CallSpan[], spans: readonly Span[]): CountedCalls {
  if (!hasSharedTrace(calls)) return { calls: calls.map(alone), nested: 0 };
  const ancestry = new Ancestry(calls, spans);
  const groups = new Map<CallSpan, CallSpan[]>();
  for (const call of calls) {
    const outermost = ancestry.outermostAround(call);
    const group = groups.get(outermost) ?? [];
    if (call !== outermost) group.push(call);
    groups.set(outermost, group);
  }
  const counted = [...groups].flatMap(([outer, inner]) =>
    countGroup(
      outer,
      inner.filter((call) => !ancestry.isAround(call)),
    ),
  );
  const shown = counted.reduce((sum, call) => sum + Math.max(call.endings.length, 1), 0);
  return { calls: counted, nested: calls.length - shown };
}

function alone(call: CallSpan): CountedCall {
  return { ...call, endings: [call] };
}

function hasSharedTrace(calls: readonly CallSpan[]): boolean {
  return new Set(calls.map(({ span }) => span.traceId)).size < calls.length;
}

function countGroup(outer: CallSpan, innermost: readonly CallSpan[]): readonly CountedCall[] {
  if (innermost.length === 0) return [alone(outer)];
  const succeeded = innermost.filter(({ reading }) => reading.outcome === 'ok').length;
  // A call ends with its first success: what holds two of them is an agent's loop under a call's name. And our own SDK
  // has grouped its attempts already, under the id that they carry.
  if (succeeded > 1 || innermost.some(({ reading }) => reading.source === 'faultline')) {
    return innermost.map(alone);
  }
  const endings = [...innermost].sort((a, b) => (a.span.endUnixNano < b.span.endUnixNano ? -1 : 1));
  const last = endings.at(-1) ?? outer;
  return [{ span: outer.span, reading: mergeReadings(outer, last, endings), endings }];
}

/** The outer span names the call and spans its whole time; the inner one was nearer to the wire. */
function mergeReadings(outer: CallSpan, last: CallSpan, endings: readonly CallSpan[]): CallReading {
  const [around, inside] = [outer.reading, last.reading];
  const told = inside.outcome === 'unknown' ? around : inside;
  return {
    ...around,
    region: inside.region || around.region,
    credential: inside.credential || around.credential,
    outcome: told.outcome,
    errorType: told.errorType,
    httpStatus: inside.httpStatus ?? around.httpStatus,
    timeToFirstChunkMs: sinceOuterStart(outer.span, last) ?? around.timeToFirstChunkMs,
    vendorRequestId: inside.vendorRequestId || around.vendorRequestId,
    responseModel: inside.responseModel || around.responseModel,
    finishReason: inside.finishReason || around.finishReason,
    streaming: inside.streaming || around.streaming,
    attempts: endings.reduce((sum, { reading }) => sum + reading.attempts, 0),
    inputTokens: inside.inputTokens ?? around.inputTokens,
    outputTokens: inside.outputTokens ?? around.outputTokens,
    cacheReadTokens: inside.cacheReadTokens ?? around.cacheReadTokens,
    cacheWriteTokens: inside.cacheWriteTokens ?? around.cacheWriteTokens,
    reasoningTokens: inside.reasoningTokens ?? around.reasoningTokens,
  };
}

function sinceOuterStart(outer: Span, { span, reading }: CallSpan): number | null {
  if (reading.timeToFirstChunkMs === null) return null;
  const offsetMs = Number(span.startUnixNano - outer.startUnixNano) / 1e6;
  return reading.timeToFirstChunkMs + Math.max(offsetMs, 0);
}

class Ancestry {
  readonly #spans: ReadonlyMap<string, Span>;
  readonly #calls: ReadonlyMap<Span, CallSpan>;
  readonly #around = new Set<CallSpan>();

  constructor(calls: readonly CallSpan[], spans: readonly Span[]) {
    this.#spans = new Map(spans.map((span) => [span.traceId + span.spanId, span]));
    this.#calls = new Map(calls.map((call) => [call.span, call]));
  }

  /** The call itself when no other call is around it, or when the parents go in a circle. */
  outermostAround(call: CallSpan): CallSpan {
    const around: CallSpan[] = [];
    let current: Span | undefined = this.#parentOf(call.span);
    for (let hops = 0; current !== undefined && hops < hopsMax; hops++) {
      if (current === call.span) return call;
      const candidate = this.#calls.get(current);
      if (candidate !== undefined && isSameTarget(candidate.reading, call.reading)) around.push(candidate);
      current = this.#parentOf(current);
    }
    for (const outer of around) this.#around.add(outer);
    return around.at(-1) ?? call;
  }

  /** Whether {@link outermostAround} met this call above another one. */
  isAround(call: CallSpan): boolean {
    return this.#around.has(call);
  }

  #parentOf(span: Span): Span | undefined {
    return span.parentSpanId === '' ? undefined : this.#spans.get(span.traceId + span.parentSpanId);
  }
}

function isSameTarget(a: CallReading, b: CallReading): boolean {
  return a.provider === b.provider && (a.model === b.model || a.model === '' || b.model === '');
}
