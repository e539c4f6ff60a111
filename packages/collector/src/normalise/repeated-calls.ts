import { resourceAttribute } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';
import { textOf } from './attribute-value.ts';
import type { Tokens } from './dialect.ts';
import { mergeNested } from './merge-readings.ts';
import type { CountedCall } from './nested-calls.ts';

export interface ReportedOnce {
  readonly calls: readonly CountedCall[];
  /** Calls left out because another one names the same answer. */
  readonly reportedTwice: number;
  /** Calls left out because another instrumentation's call looks the same: a guess. */
  readonly likelyTwice: number;
}

/**
 * LangChain's tracer and an SDK's instrumentation report one call in two traces. The outer report lasts at least as
 * long as the inner one, so both lie in time as ancestor and descendant would.
 */
export function countReportsOnce(calls: readonly CountedCall[]): ReportedOnce {
  const byAnswer = mergePairs(calls, answerOf, arePlacedAlike);
  const byLooks = mergePairs(byAnswer, targetOf, areLikelyOne);
  return {
    calls: byLooks,
    reportedTwice: calls.length - byAnswer.length,
    likelyTwice: byAnswer.length - byLooks.length,
  };
}

/** Empty when the vendor's ids are not known. */
function answerOf({ span, reading }: CountedCall): string {
  const id = reading.responseId || reading.vendorRequestId;
  return id === '' ? '' : [serviceOf(span), id].join('\n');
}

/** Empty when no model is known. */
function targetOf({ span, reading }: CountedCall): string {
  const { provider, model } = reading;
  return model === '' ? '' : [serviceOf(span), provider, model].join('\n');
}

/** Tokens are what tells calls of one model apart; one of the two may not have counted them. */
function areLikelyOne(a: CountedCall, b: CountedCall): boolean {
  const [one, other] = [a.reading, b.reading];
  if (one.outcome !== other.outcome || !(areCounted(one) || areCounted(other))) return false;
  const isInputAlike =
    agree(one.inputTokens, other.inputTokens) ||
    agree(uncachedOf(one), other.inputTokens) ||
    agree(one.inputTokens, uncachedOf(other));
  return isInputAlike && agree(one.outputTokens, other.outputTokens) && arePlacedAlike(a, b);
}

/** What an instrumentation counts that has not heard of caching. */
function uncachedOf({ inputTokens, cacheReadTokens, cacheWriteTokens }: Tokens): number | null {
  return inputTokens === null ? null : inputTokens - (cacheReadTokens ?? 0) - (cacheWriteTokens ?? 0);
}

function areCounted({ inputTokens, outputTokens }: Tokens): boolean {
  return inputTokens !== null && outputTokens !== null;
}

function agree(one: number | null, other: number | null): boolean {
  return one === null || other === null || one === other;
}

function serviceOf(span: CountedCall['span']): string {
  return textOf(span.resource.attributes, resourceAttribute.serviceName);
}

/** Calls of one model that a service has open at once and that wait for their other report. */
const waitingMax = 64;

/** A sweep in the order of their starts: each call meets those that began before it and are not over yet. */
function mergePairs(
  calls: readonly CountedCall[],
  keyOf: (call: CountedCall) => string,
  areOne: (a: CountedCall, b: CountedCall) => boolean,
): readonly CountedCall[] {
  if (!hasTwoReporters(calls)) return calls;
  const merged = new Map<CountedCall, CountedCall>();
  const gone = new Set<CountedCall>();
  const waiting = new Map<string, readonly CountedCall[]>();
  for (const call of inStartOrder(calls)) {
    const key = keyOf(call);
    if (key === '') continue;
    const open = (waiting.get(key) ?? []).filter((candidate) => !isOverBefore(candidate, call));
    const other = open.find((candidate) => areOne(candidate, call));
    if (other === undefined) {
      waiting.set(key, [...open.slice(1 - waitingMax), call]);
      continue;
    }
    // Paired off: neither is met again.
    waiting.set(
      key,
      open.filter((candidate) => candidate !== other),
    );
    const [outer, inner] = isAround(call.span, other.span) ? [call, other] : [other, call];
    gone.add(inner);
    merged.set(outer, mergedOf(outer, inner));
  }
  return calls.filter((call) => !gone.has(call)).map((call) => merged.get(call) ?? call);
}

function inStartOrder(calls: readonly CountedCall[]): readonly CountedCall[] {
  return [...calls].sort((a, b) => Number(a.span.startUnixNano - b.span.startUnixNano));
}

function isOverBefore({ span: earlier }: CountedCall, { span: later }: CountedCall): boolean {
  return earlier.endUnixNano + toleranceNs < later.startUnixNano;
}

/** One instrumentation does not report a call twice: like calls of one scope are calls that are alike. */
function hasTwoReporters(calls: readonly CountedCall[]): boolean {
  const first = calls[0]?.span.scope.name;
  return calls.some(({ span }) => span.scope.name !== first);
}

function arePlacedAlike(a: CountedCall, b: CountedCall): boolean {
  return areTwoReports(a.span, b.span);
}

/** In two traces by two instrumentations, and as ancestor and descendant would lie in time. */
export function areTwoReports(a: Span, b: Span): boolean {
  if (a.scope.name === b.scope.name || a.traceId === b.traceId) return false;
  return isAround(a, b) || isAround(b, a);
}

/** Clocks are read at slightly different moments at both ends of a span. */
const toleranceNs = 2_000_000n;

function isAround(outer: Span, inner: Span): boolean {
  return (
    outer.startUnixNano <= inner.startUnixNano + toleranceNs &&
    inner.endUnixNano <= outer.endUnixNano + toleranceNs
  );
}

/** Our own SDK's report stands as it is, as it does within one trace. */
function mergedOf(outer: CountedCall, inner: CountedCall): CountedCall {
  const own = [outer, inner].find(({ reading }) => reading.source === 'faultline');
  if (own !== undefined) return own;
  // Attempts are found by the trace of their call.
  const { traceId } = outer.span;
  const endings = inner.endings.map(({ span, reading }) => ({ span: { ...span, traceId }, reading }));
  return { span: outer.span, reading: mergeNested(outer, inner, inner.reading.attempts), endings };
}
