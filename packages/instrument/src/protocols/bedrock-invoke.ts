import { familyOf } from './bedrock-families.ts';
import { bedrockPathOf } from './bedrock-model.ts';
import type { StreamEnds } from './framing/stream-event.ts';
import { asCount, asObject, type JsonObject } from './json.ts';
import { type Answer, type Protocol, payloadsOf, type Usage } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** Amazon Bedrock InvokeModel: each model family answers in its own form, a stream of it in base64 parts. */
export const bedrockInvoke: Protocol = {
  name: 'bedrock-invoke',
  operation: 'chat',
  impliedProvider: 'aws.bedrock',
  matches: (path) => bedrockPathOf(path)?.action.startsWith('invoke') ?? false,
  modelInPath: (path) => bedrockPathOf(path)?.model,
  streamInPath: (path) => bedrockPathOf(path)?.action === 'invoke-with-response-stream',
  framing: 'aws-event-stream',
  firstContent:
    /"(?:text|thinking|partial_json|generation|outputText|content|reasoning_content)"\s*:\s*"[^"]|"type"\s*:\s*"(?:\w*tool_use|redacted_thinking)"|"(?:toolUse|tool_calls)"\s*:\s*[[{]\s*[^\]}\s]/,
  // The terminal event of a family is in base64 like the rest: the end of the body decides.
  end: /:exception-type|:error-code/,
  readBody,
  readStream,
};

export const bedrockEmbeddings: Protocol = {
  ...bedrockInvoke,
  name: 'bedrock-embeddings',
  operation: 'embeddings',
  matches: (path) => bedrockInvoke.matches(path) && /embed/.test(bedrockPathOf(path)?.model ?? ''),
};

function readBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const response = asObject(body);
  if (!response) return { protocol: 'malformed' };
  const answer = familyOf([response]).readBody(response);
  return { ...answer, filtered: answer.filtered || isGuarded(response) };
}

function readStream(ends: StreamEnds): Answer {
  const parts = payloadsOf(ends);
  const error = parts.map(vendorErrorIn).find((found) => found !== undefined);
  if (error) return { error };
  const answer = familyOf(parts).readStream(ends);
  const metrics = parts
    .map((part) => asObject(part['amazon-bedrock-invocationMetrics']))
    .findLast((found) => found !== undefined);
  return {
    ...answer,
    // Bedrock puts its metrics into the last part, whatever the family.
    protocol: metrics ? 'complete' : answer.protocol,
    filtered: answer.filtered || parts.some(isGuarded),
    usage: answer.usage ?? usageOf(metrics),
  };
}

function isGuarded(part: JsonObject): boolean {
  return part['amazon-bedrock-guardrailAction'] === 'INTERVENED';
}

function usageOf(metrics: JsonObject | undefined): Usage | undefined {
  if (!metrics) return undefined;
  return {
    inputTokens: asCount(metrics.inputTokenCount),
    outputTokens: asCount(metrics.outputTokenCount),
    cacheReadTokens: asCount(metrics.cacheReadInputTokenCount),
    cacheWriteTokens: asCount(metrics.cacheWriteInputTokenCount),
  };
}
