import { attemptRole, attribute, type Outcome } from '@faultline/conventions';
import { currentConfig } from '../config.ts';
import { guard } from '../guard.ts';
import { createKeptBeside } from '../kept-beside.ts';
import type { FinishedAttempt } from './attempt.ts';
import type { AttributeSink, Describe } from './attribute-sink.ts';
import { type EndedCall, errorTypeOf, isFailure, knownUsage } from './ended-call.ts';
import type { LlmTarget } from './llm-request.ts';

/** Known before the first byte is sent. The same function for the same target: see `SpanStart.describeStart`. */
export function callStart(target: LlmTarget): Describe {
  return callStarts.get(target);
}

const callStarts = createKeptBeside<LlmTarget, Describe>((target) => (sink) => {
  sink.add(attribute.operation, target.operation);
  addTarget(sink, target);
  // Semantic conventions: absent means "not streaming".
  sink.add(attribute.requestStream, target.stream || undefined);
});

function addTarget(sink: AttributeSink, target: LlmTarget): void {
  sink.add(attribute.provider, target.provider);
  sink.add(attribute.requestModel, target.model);
  sink.add(attribute.serverAddress, target.host);
  sink.add(attribute.serverPort, target.port);
  sink.add(attribute.httpMethod, 'POST');
  sink.add(attribute.region, target.region);
  sink.add(attribute.credential, target.credential);
}

/** A span of one failed attempt has to stand alone: it is exported while its call still runs. */
export function attemptStart(target: LlmTarget): Describe {
  return attemptStarts.get(target);
}

const attemptStarts = createKeptBeside<LlmTarget, Describe>((target) => (sink) => {
  sink.add(attribute.spanRole, attemptRole);
  addTarget(sink, target);
});

export function attemptEnd(finished: FinishedAttempt, outcome: Outcome): Describe {
  return (sink) => addEnd(sink, finished, outcome);
}

export function callEnd(ended: EndedCall): Describe {
  return (sink) => addCallEnd(sink, ended);
}

function addCallEnd(sink: AttributeSink, ended: EndedCall): void {
  const { finished, outcome } = ended;
  const { answer } = finished;
  addEnd(sink, finished, outcome);
  sink.add(attribute.attempts, ended.attempts);
  sink.add(attribute.attemptDuration, finished.durationMs / 1000);
  sink.add(attribute.timeToFirstChunk, seconds(ended.firstContentMs));
  sink.add(attribute.responseId, answer?.responseId);
  sink.add(attribute.responseModel, answer?.responseModel);
  sink.add(attribute.finishReasons, textsOf(answer?.finishReasons));
  addContent(sink, finished);
  const usage = knownUsage(ended);
  if (!usage) return;
  sink.add(attribute.inputTokens, usage.inputTokens);
  sink.add(attribute.outputTokens, usage.outputTokens);
  sink.add(attribute.cacheReadTokens, usage.cacheReadTokens);
  sink.add(cacheWriteName(), usage.cacheWriteTokens);
  sink.add(attribute.reasoningTokens, usage.reasoningTokens);
}

function addContent(sink: AttributeSink, { capture }: FinishedAttempt): void {
  if (!capture) return;
  for (const [name, value] of Object.entries(guard(() => capture.attributes()) ?? {})) sink.add(name, value);
}

/** Semantic conventions renamed it after 1.37; who opts in to the latest gets the new name. */
function cacheWriteName(): string {
  return currentConfig().semconv === 'latest' ? attribute.cacheWriteTokensLatest : attribute.cacheWriteTokens;
}

function addEnd(sink: AttributeSink, finished: FinishedAttempt, outcome: Outcome): void {
  const { head, resendCount } = finished;
  sink.add(attribute.outcome, outcome);
  sink.add(attribute.errorType, errorTypeOf(finished, outcome));
  sink.add(attribute.httpStatus, head?.httpStatus);
  sink.add(attribute.resendCount, resendCount > 0 ? resendCount : undefined);
  sink.add(attribute.backoff, seconds(finished.backoffMs));
  sink.add(attribute.timeToHeaders, seconds(finished.headersMs));
  sink.add(attribute.responseBytes, finished.bodyBytes > 0 ? finished.bodyBytes : undefined);
  sink.add(attribute.vendorRequestId, head?.vendorRequestId);
  if (isFailure(outcome)) addEvidence(sink, finished);
}

/** Which request it was that failed, and what the vendor said of waiting and limits; of an answer nobody asks that. */
function addEvidence(sink: AttributeSink, { fingerprint, head, answer }: FinishedAttempt): void {
  sink.add(attribute.fingerprint, fingerprint());
  sink.add(attribute.retryAfter, head?.retryAfter ?? answer?.retryAfterSeconds);
  const limit = head?.readRateLimit();
  if (!limit) return;
  sink.add(attribute.requestsLimit, limit.requestsLimit);
  sink.add(attribute.requestsRemaining, limit.requestsRemaining);
  sink.add(attribute.tokensLimit, limit.tokensLimit);
  sink.add(attribute.tokensRemaining, limit.tokensRemaining);
  sink.add(attribute.rateLimitReset, limit.resetSeconds);
}

function seconds(durationMs: number | undefined): number | undefined {
  return durationMs === undefined ? undefined : durationMs / 1000;
}

/** OpenTelemetry's type for a list is one that could be written to; nobody does. */
function textsOf(list: readonly string[] | undefined): string[] | undefined {
  return list && list.length > 0 ? (list as string[]) : undefined;
}
