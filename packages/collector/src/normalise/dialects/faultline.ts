import { attemptRole, attribute, isOutcome, type Outcome } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { countOf, httpStatusOf, isTrue, listOf, secondsAsMs, textOf } from '../attribute-value.ts';
import type { Dialect, Facts, Reading, Tokens } from '../dialect.ts';
import { callOperationOf } from '../operation-name.ts';

/** Our own SDK, which also completes the spans of vendor SDKs: its outcome was decided where the bytes were seen. */
export const faultline: Dialect = {
  name: 'faultline',
  keys: Object.values(attribute),
  read(span: Span): Reading | undefined {
    if (textOf(span.attributes, attribute.spanRole) === attemptRole)
      return { kind: 'attempt', ...factsOf(span) };
    if (!span.attributes.has(attribute.outcome)) return undefined;
    const facts = factsOf(span);
    return {
      kind: 'call',
      source: 'faultline',
      ...facts,
      ...tokensOf(span),
      operation: operationOf(span),
      responseModel: textOf(span.attributes, attribute.responseModel),
      responseId: textOf(span.attributes, attribute.responseId),
      finishReason: listOf(span.attributes, attribute.finishReasons)[0] ?? '',
      streaming: isTrue(span.attributes, attribute.requestStream) || facts.timeToFirstChunkMs !== null,
      attempts: countOf(span.attributes, attribute.attempts) ?? facts.resendCount + 1,
      attemptDurationMs: secondsAsMs(span.attributes, attribute.attemptDuration),
    };
  },
};

function factsOf({ attributes }: Span): Facts {
  return {
    provider: textOf(attributes, attribute.provider),
    model: textOf(attributes, attribute.requestModel),
    region: textOf(attributes, attribute.region),
    credential: textOf(attributes, attribute.credential),
    outcome: outcomeOf(attributes.get(attribute.outcome)),
    errorType: textOf(attributes, attribute.errorType),
    httpStatus: httpStatusOf(attributes, attribute.httpStatus),
    timeToFirstChunkMs: secondsAsMs(attributes, attribute.timeToFirstChunk),
    vendorRequestId: textOf(attributes, attribute.vendorRequestId),
    resendCount: resendCountOf(attributes),
    retryAfterMs: secondsAsMs(attributes, attribute.retryAfter),
    fingerprint: textOf(attributes, attribute.fingerprint),
  };
}

/** One of ours is a call whatever it is named. */
function operationOf({ attributes }: Span): string {
  const word = textOf(attributes, attribute.operation);
  return callOperationOf(word) ?? word;
}

/** A newer SDK may know outcomes that this collector does not. */
function outcomeOf(value: unknown): Outcome {
  return isOutcome(value) ? value : 'unknown';
}

function resendCountOf(attributes: Span['attributes']): number {
  const attempts = countOf(attributes, attribute.attempts) ?? 1;
  return countOf(attributes, attribute.resendCount) ?? Math.max(attempts - 1, 0);
}

function tokensOf({ attributes }: Span): Tokens {
  return {
    inputTokens: countOf(attributes, attribute.inputTokens),
    outputTokens: countOf(attributes, attribute.outputTokens),
    cacheReadTokens: countOf(attributes, attribute.cacheReadTokens),
    cacheWriteTokens: countOf(attributes, attribute.cacheWriteTokens),
    reasoningTokens: countOf(attributes, attribute.reasoningTokens),
  };
}
