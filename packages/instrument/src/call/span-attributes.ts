import { attemptRole, attribute, type Outcome } from '@faultline/conventions';
import { currentConfig } from '../config.ts';
import { guard } from '../guard.ts';
import type { FinishedAttempt } from './attempt.ts';
import { AttributeList } from './attribute-list.ts';
import { type EndedCall, errorTypeOf, isFailure, knownUsage } from './ended-call.ts';
import type { LlmRequest } from './llm-request.ts';

/** Known before the first byte is sent; samplers may look at these. */
export function callStartAttributes(request: LlmRequest): AttributeList {
  const list = new AttributeList();
  list.add(attribute.operation, request.operation);
  addTarget(list, request);
  // Semantic conventions: absent means "not streaming".
  list.add(attribute.requestStream, request.stream || undefined);
  return list;
}

function addTarget(list: AttributeList, request: LlmRequest): void {
  list.add(attribute.provider, request.provider);
  list.add(attribute.requestModel, request.model);
  list.add(attribute.serverAddress, request.host);
  list.add(attribute.serverPort, request.port);
  list.add(attribute.httpMethod, 'POST');
}

/** A span of one failed attempt has to stand alone: it is exported while its call still runs. */
export function attemptAttributes(finished: FinishedAttempt, outcome: Outcome): AttributeList {
  const list = new AttributeList();
  list.add(attribute.spanRole, attemptRole);
  addTarget(list, finished.request);
  addEnd(list, finished, outcome);
  return list;
}

export function callEndAttributes(ended: EndedCall): AttributeList {
  const { finished, outcome } = ended;
  const { answer } = finished;
  const list = new AttributeList();
  addEnd(list, finished, outcome);
  list.add(attribute.attempts, ended.attempts);
  list.add(attribute.attemptDuration, finished.durationMs / 1000);
  list.add(attribute.timeToFirstChunk, seconds(ended.firstContentMs));
  list.add(attribute.responseId, answer?.responseId);
  list.add(attribute.responseModel, answer?.responseModel);
  list.add(attribute.finishReasons, answer?.finishReasons?.length ? [...answer.finishReasons] : undefined);
  addContent(list, finished);
  const usage = knownUsage(ended);
  if (!usage) return list;
  list.add(attribute.inputTokens, usage.inputTokens);
  list.add(attribute.outputTokens, usage.outputTokens);
  list.add(attribute.cacheReadTokens, usage.cacheReadTokens);
  list.add(cacheWriteName(), usage.cacheWriteTokens);
  list.add(attribute.reasoningTokens, usage.reasoningTokens);
  return list;
}

function addContent(list: AttributeList, { capture }: FinishedAttempt): void {
  if (!capture) return;
  for (const [name, value] of Object.entries(guard(() => capture.attributes()) ?? {})) list.add(name, value);
}

/** Semantic conventions renamed it after 1.37; who opts in to the latest gets the new name. */
function cacheWriteName(): string {
  return currentConfig().semconv === 'latest' ? attribute.cacheWriteTokensLatest : attribute.cacheWriteTokens;
}

function addEnd(list: AttributeList, finished: FinishedAttempt, outcome: Outcome): void {
  const { request, head, resendCount, answer } = finished;
  list.add(attribute.outcome, outcome);
  list.add(attribute.errorType, errorTypeOf(finished, outcome));
  list.add(attribute.httpStatus, head?.httpStatus);
  list.add(attribute.resendCount, resendCount > 0 ? resendCount : undefined);
  list.add(attribute.backoff, seconds(finished.backoffMs));
  list.add(attribute.timeToHeaders, seconds(finished.headersMs));
  list.add(attribute.responseBytes, finished.bodyBytes > 0 ? finished.bodyBytes : undefined);
  list.add(attribute.retryAfter, head?.retryAfter ?? answer?.retryAfterSeconds);
  list.add(attribute.vendorRequestId, head?.vendorRequestId);
  list.add(attribute.region, request.region);
  list.add(attribute.credential, request.credential);
  list.add(attribute.fingerprint, request.fingerprint);
  if (isFailure(outcome)) addRateLimit(list, finished);
}

/** Of a failure the account's limits are evidence; with an answer nobody asks for them. */
function addRateLimit(list: AttributeList, { head }: FinishedAttempt): void {
  const limit = head?.readRateLimit();
  if (!limit) return;
  list.add(attribute.requestsLimit, limit.requestsLimit);
  list.add(attribute.requestsRemaining, limit.requestsRemaining);
  list.add(attribute.tokensLimit, limit.tokensLimit);
  list.add(attribute.tokensRemaining, limit.tokensRemaining);
  list.add(attribute.rateLimitReset, limit.resetSeconds);
}

function seconds(durationMs: number | undefined): number | undefined {
  return durationMs === undefined ? undefined : durationMs / 1000;
}
