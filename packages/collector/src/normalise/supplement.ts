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
export function newCount(known: number | null, later: number | null): number | null {
  return known === null || (later !== null && later > known) ? later : null;
}
