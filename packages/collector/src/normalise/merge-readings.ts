import type { Span } from '../decode/span.ts';
import type { CallReading, Tokens } from './dialect.ts';

/** A span that was read as a call. */
export interface CallSpan {
  readonly span: Span;
  readonly reading: CallReading;
}

/** A call as two layers show it: the outer span names it and spans its whole time, the inner one was nearer to the wire. */
export function mergeNested(outer: CallSpan, last: CallSpan, attempts: number): CallReading {
  const [around, inside] = [outer.reading, last.reading];
  const told = inside.outcome === 'unknown' ? around : inside;
  return {
    ...around,
    ...tokensOf(inside, around),
    model: around.model || inside.model,
    region: inside.region || around.region,
    credential: inside.credential || around.credential,
    outcome: told.outcome,
    errorType: told.errorType,
    httpStatus: inside.httpStatus ?? around.httpStatus,
    timeToFirstChunkMs: sinceOuterStart(outer.span, last) ?? around.timeToFirstChunkMs,
    vendorRequestId: inside.vendorRequestId || around.vendorRequestId,
    responseModel: inside.responseModel || around.responseModel,
    responseId: inside.responseId || around.responseId,
    finishReason: inside.finishReason || around.finishReason,
    streaming: inside.streaming || around.streaming,
    attempts,
  };
}

function tokensOf(inside: Tokens, around: Tokens): Tokens {
  return {
    inputTokens: inside.inputTokens ?? around.inputTokens,
    outputTokens: inside.outputTokens ?? around.outputTokens,
    cacheReadTokens: inside.cacheReadTokens ?? around.cacheReadTokens,
    cacheWriteTokens: inside.cacheWriteTokens ?? around.cacheWriteTokens,
    reasoningTokens: inside.reasoningTokens ?? around.reasoningTokens,
  };
}

function sinceOuterStart(outer: Span, { span, reading }: CallSpan): number | null {
  if (reading.timeToFirstChunkMs === null) return null;
  return reading.timeToFirstChunkMs + Math.max(millisecondsBetween(outer, span), 0);
}

/** From the start of one span to the start of the other. */
function millisecondsBetween(from: Span, to: Span): number {
  return Number(to.startUnixNano - from.startUnixNano) / 1e6;
}

/** A call with the HTTP requests under it: those know the host and the status, the call knows what was said. */
export function mergeRequests(call: CallSpan, requests: readonly CallSpan[]): CallReading {
  const told = call.reading;
  const last = requests.at(-1)?.reading ?? told;
  const isVague = told.outcome === 'unknown' || told.outcome === 'vendor_error';
  const isClearer = isVague && (last.httpStatus ?? 0) >= 400;
  return {
    ...told,
    provider: last.provider,
    region: last.region || told.region,
    outcome: isClearer ? last.outcome : told.outcome,
    errorType: told.errorType || last.errorType,
    httpStatus: told.httpStatus ?? last.httpStatus,
    streaming: told.streaming || last.streaming,
    attempts: Math.max(requests.length, told.attempts),
  };
}

/** The requests as attempts of their call: what a request cannot know, its call does. */
export function attemptsOf(
  call: CallSpan,
  merged: CallReading,
  requests: readonly CallSpan[],
): readonly CallSpan[] {
  return requests.map((request, index) => {
    const isLast = index === requests.length - 1;
    const { span, reading } = request;
    const sinceCallMs = merged.timeToFirstChunkMs;
    const firstChunkMs =
      sinceCallMs === null ? null : Math.max(sinceCallMs - millisecondsBetween(call.span, span), 0);
    return {
      span,
      reading: {
        ...reading,
        model: merged.model,
        credential: merged.credential,
        outcome: isLast ? merged.outcome : reading.outcome,
        errorType: isLast ? merged.errorType : reading.errorType,
        httpStatus: isLast ? merged.httpStatus : reading.httpStatus,
        timeToFirstChunkMs: isLast ? firstChunkMs : null,
        vendorRequestId: isLast ? merged.vendorRequestId : '',
        resendCount: 0,
      },
    };
  });
}
