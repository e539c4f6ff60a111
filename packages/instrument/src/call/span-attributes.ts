import { attemptRole, attribute, faultDomain, type Outcome } from '@faultline/conventions';
import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import type { FinishedAttempt } from './attempt.ts';
import type { LlmRequest } from './llm-request.ts';

/** Known before the first byte is sent; samplers may look at these. */
export function callStartAttributes(request: LlmRequest): Attributes {
  return {
    [attribute.operation]: request.operation,
    ...targetAttributes(request),
    ...streamAttribute(request),
  };
}

/** Semantic conventions: absent means "not streaming". */
function streamAttribute(request: LlmRequest): Attributes {
  return request.stream ? { [attribute.requestStream]: true } : {};
}

function targetAttributes(request: LlmRequest): Attributes {
  return {
    [attribute.provider]: request.provider,
    ...filled(attribute.requestModel, request.model),
    [attribute.serverAddress]: request.host,
    [attribute.serverPort]: request.port,
    [attribute.httpMethod]: 'POST',
  };
}

/** A span of one failed attempt has to stand alone: it is exported while its call still runs. */
export function attemptAttributes(finished: FinishedAttempt, outcome: Outcome): Attributes {
  return {
    [attribute.spanRole]: attemptRole,
    ...targetAttributes(finished.request),
    ...endAttributes(finished, outcome),
  };
}

/** `attempts` counts the last one too. `firstContentMs` is from the start of the call. */
export function callEndAttributes(
  finished: FinishedAttempt,
  outcome: Outcome,
  attempts: number,
  firstContentMs: number | undefined,
): Attributes {
  const { answer } = finished;
  // What a cancelled call has used up nobody knows; the vendor bills it all the same.
  const usage = outcome === 'cancelled' ? undefined : answer?.usage;
  return {
    ...endAttributes(finished, outcome),
    [attribute.attempts]: attempts,
    [attribute.attemptDuration]: finished.durationMs / 1000,
    [attribute.timeToFirstChunk]: firstContentMs === undefined ? undefined : firstContentMs / 1000,
    [attribute.responseId]: answer?.responseId,
    [attribute.responseModel]: answer?.responseModel,
    [attribute.finishReasons]: answer?.finishReasons?.length ? [...answer.finishReasons] : undefined,
    [attribute.inputTokens]: usage?.inputTokens,
    [attribute.outputTokens]: usage?.outputTokens,
    [attribute.cacheReadTokens]: usage?.cacheReadTokens,
    [attribute.cacheWriteTokens]: usage?.cacheWriteTokens,
    [attribute.reasoningTokens]: usage?.reasoningTokens,
  };
}

function endAttributes(finished: FinishedAttempt, outcome: Outcome): Attributes {
  const { request, head, resendCount } = finished;
  return {
    [attribute.outcome]: outcome,
    [attribute.errorType]: isFailure(outcome) ? errorTypeOf(finished, outcome) : undefined,
    [attribute.httpStatus]: head?.httpStatus,
    [attribute.resendCount]: resendCount > 0 ? resendCount : undefined,
    [attribute.retryAfter]: head?.retryAfter,
    [attribute.vendorRequestId]: head?.vendorRequestId,
    ...filled(attribute.region, request.region),
    ...filled(attribute.credential, request.credential),
    ...filled(attribute.fingerprint, request.fingerprint),
  };
}

function filled(name: string, text: string): Attributes {
  return text === '' ? {} : { [name]: text };
}

/** Sets ERROR on a failure and nothing else: success stays UNSET, and what the app or a policy ended is no failure. */
export function setStatus(span: Span, outcome: Outcome): void {
  if (isFailure(outcome)) span.setStatus({ code: SpanStatusCode.ERROR });
}

function isFailure(outcome: Outcome): boolean {
  return faultDomain[outcome] !== 'none' && outcome !== 'filtered' && outcome !== 'cancelled';
}

/** Vendors' codes are short words; anything else would make `error.type` a label without bound. */
const errorWord = /^[A-Za-z][\w.-]{0,63}$/;

/** The vendor's typed error, else the HTTP status, else how the transport failed, else what was wrong with the answer. */
function errorTypeOf({ answer, head, transport }: FinishedAttempt, outcome: Outcome): string {
  const words = [answer?.error?.code, answer?.error?.type];
  const typed = words.find((word) => word !== undefined && errorWord.test(word));
  if (typed) return typed;
  if (head && head.httpStatus >= 400) return String(head.httpStatus);
  if (transport === 'timed_out') return 'timeout';
  if (transport === 'connect_failed' || transport === 'cut') return 'connection_error';
  return outcome;
}
