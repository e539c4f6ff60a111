import type { Call, Supplement } from '../model/call.ts';
import { newCount } from './supplement.ts';

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
