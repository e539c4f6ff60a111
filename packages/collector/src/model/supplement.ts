import type { Supplement } from './call.ts';

/** What a supplement can add to a call. */
type Facts = Omit<Supplement, 'traceId' | 'spanId' | 'endMs'>;

/**
 * A call with what other signals told of it, oldest first: of each fact the newest that is known, as the view
 * `calls_complete` has it. Of two token counts the smaller one leaves cached or reasoning tokens out.
 */
export function completedBy<Row extends Facts>(call: Row, told: readonly Supplement[]): Row {
  const [first, ...later] = told;
  if (!first) return call;
  const newest = later.reduce(renewedBy, first);
  return {
    ...call,
    durationMs: call.durationMs ?? newest.durationMs,
    model: call.model || newest.model,
    responseModel: call.responseModel || newest.responseModel,
    finishReason: call.finishReason || newest.finishReason,
    vendorRequestId: call.vendorRequestId || newest.vendorRequestId,
    responseId: call.responseId || newest.responseId,
    httpStatus: call.httpStatus ?? newest.httpStatus,
    timeToFirstChunkMs: call.timeToFirstChunkMs ?? newest.timeToFirstChunkMs,
    inputTokens: larger(call.inputTokens, newest.inputTokens),
    outputTokens: larger(call.outputTokens, newest.outputTokens),
    cacheReadTokens: larger(call.cacheReadTokens, newest.cacheReadTokens),
    cacheWriteTokens: larger(call.cacheWriteTokens, newest.cacheWriteTokens),
    reasoningTokens: larger(call.reasoningTokens, newest.reasoningTokens),
  };
}

/** What is not told must not hide what an earlier one told. */
function renewedBy(known: Supplement, later: Supplement): Supplement {
  const told = Object.entries(later).filter(([, fact]) => fact !== null && fact !== '');
  return { ...known, ...Object.fromEntries(told) };
}

function larger(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
