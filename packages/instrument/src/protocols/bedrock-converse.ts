import { bedrockPathOf } from './bedrock-model.ts';
import type { StreamEnds } from './framing/stream-event.ts';
import { asCount, asObject, asObjects, asText, isFilled, type JsonObject } from './json.ts';
import { type Answer, inputWithCached, type Protocol, payloadsOf, type Usage } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** Amazon Bedrock Converse and ConverseStream: one form for every model family. */
export const bedrockConverse: Protocol = {
  name: 'bedrock-converse',
  operation: 'chat',
  impliedProvider: 'aws.bedrock',
  matches: (path) => bedrockPathOf(path)?.action.startsWith('converse') ?? false,
  modelInPath: (path) => bedrockPathOf(path)?.model,
  streamInPath: (path) => bedrockPathOf(path)?.action === 'converse-stream',
  framing: 'aws-event-stream',
  firstContent: /"(?:text|input|redactedContent)"\s*:\s*"[^"]|"(?:toolUse|image)"\s*:\s*\{/,
  // `messageStop` is not yet all: `metadata`, which follows it, holds the usage.
  end: /:event-type.{3}metadata|:exception-type|:error-code/s,
  readBody: readConverseBody,
  readStream: readConverseStream,
};

/** Amazon's own models answer in this form when invoked directly, too. */
export function readConverseBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const response = asObject(body);
  const message = asObject(asObject(response?.output)?.message);
  if (!response || !message) return { protocol: 'malformed' };
  return {
    ...finishOf(response.stopReason),
    protocol: 'complete',
    hasContent: asObjects(message.content).some(hasContent),
    usage: usageOf(asObject(response.usage)),
  };
}

/** `messageStop` ends it; `metadata` may follow. An exception frame fails it. */
function readConverseStream(ends: StreamEnds): Answer {
  const error = payloadsOf(ends)
    .map(vendorErrorIn)
    .find((found) => found !== undefined);
  if (error) return { error };
  const named = (name: string): JsonObject | undefined =>
    asObject(ends.events.findLast(({ event }) => event === name)?.data);
  return readConverseEnd(named('messageStop'), named('metadata'));
}

export function readConverseEnd(
  messageStop: JsonObject | undefined,
  metadata: JsonObject | undefined,
): Answer {
  return {
    ...finishOf(messageStop?.stopReason),
    protocol: messageStop ? 'complete' : 'incomplete',
    usage: usageOf(asObject(metadata?.usage)),
  };
}

function finishOf(stopReason: unknown): Pick<Answer, 'finishReasons' | 'filtered'> {
  const reason = asText(stopReason);
  return {
    finishReasons: reason ? [reason] : [],
    filtered: reason === 'content_filtered' || reason === 'guardrail_intervened',
  };
}

function hasContent(block: JsonObject): boolean {
  return Object.values(block).some(isFilled);
}

function usageOf(usage: JsonObject | undefined): Usage | undefined {
  if (!usage) return undefined;
  return {
    ...inputWithCached(
      asCount(usage.inputTokens),
      asCount(usage.cacheReadInputTokens),
      asCount(usage.cacheWriteInputTokens),
    ),
    outputTokens: asCount(usage.outputTokens),
  };
}
