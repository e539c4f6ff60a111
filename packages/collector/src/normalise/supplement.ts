import type { Call, Supplement } from '../model/call.ts';

/** What `later` tells of a call and its row does not; undefined when that is nothing. */
export function supplementOf(row: Call, later: Call): Supplement | undefined {
  const facts = {
    model: newText(row.model, later.model),
    durationMs: newNumber(row.durationMs, later.durationMs),
    responseModel: newText(row.responseModel, later.responseModel),
    finishReason: newText(row.finishReason, later.finishReason),
    vendorRequestId: newText(row.vendorRequestId, later.vendorRequestId),
    responseId: newText(row.responseId, later.responseId),
    httpStatus: newNumber(row.httpStatus, later.httpStatus),
    timeToFirstChunkMs: newNumber(row.timeToFirstChunkMs, later.timeToFirstChunkMs),
    inputTokens: newCount(row.inputTokens, later.inputTokens),
    outputTokens: newCount(row.outputTokens, later.outputTokens),
    cacheReadTokens: newCount(row.cacheReadTokens, later.cacheReadTokens),
    cacheWriteTokens: newCount(row.cacheWriteTokens, later.cacheWriteTokens),
    reasoningTokens: newCount(row.reasoningTokens, later.reasoningTokens),
  };
  const isNew = Object.values(facts).some((fact) => fact !== null && fact !== '');
  return isNew ? { traceId: row.traceId, spanId: row.spanId, endMs: row.endMs, ...facts } : undefined;
}

function newText(known: string, later: string): string {
  return known === '' ? later : '';
}

function newNumber(known: number | null, later: number | null): number | null {
  return known === null ? later : null;
}

/** A count that leaves cached or reasoning tokens out is the smaller one. */
function newCount(known: number | null, later: number | null): number | null {
  return known === null || (later !== null && later > known) ? later : null;
}

/** Calls with what other signals told of them later, as the view `calls_complete` shows them. */
export function completeCalls(calls: readonly Call[], supplements: readonly Supplement[]): readonly Call[] {
  return calls.map((call) => supplements.filter((told) => isOf(told, call)).reduceRight(completedBy, call));
}

function isOf(supplement: Supplement, call: Call): boolean {
  return supplement.traceId === call.traceId && supplement.spanId === call.spanId;
}

function completedBy(call: Call, told: Supplement): Call {
  return {
    ...call,
    model: call.model || told.model,
    durationMs: call.durationMs ?? told.durationMs,
    responseModel: call.responseModel || told.responseModel,
    finishReason: call.finishReason || told.finishReason,
    vendorRequestId: call.vendorRequestId || told.vendorRequestId,
    responseId: call.responseId || told.responseId,
    httpStatus: call.httpStatus ?? told.httpStatus,
    timeToFirstChunkMs: call.timeToFirstChunkMs ?? told.timeToFirstChunkMs,
    inputTokens: newCount(call.inputTokens, told.inputTokens) ?? call.inputTokens,
    outputTokens: newCount(call.outputTokens, told.outputTokens) ?? call.outputTokens,
    cacheReadTokens: newCount(call.cacheReadTokens, told.cacheReadTokens) ?? call.cacheReadTokens,
    cacheWriteTokens: newCount(call.cacheWriteTokens, told.cacheWriteTokens) ?? call.cacheWriteTokens,
    reasoningTokens: newCount(call.reasoningTokens, told.reasoningTokens) ?? call.reasoningTokens,
  };
}
