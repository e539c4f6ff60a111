import type { StreamEnds } from './framing/stream-event.ts';
import { asCount, asObject, asObjects, asText, isFilled, type JsonObject } from './json.ts';
import {
  type Answer,
  identityOf,
  inputWithCached,
  type Protocol,
  payloadsOf,
  type Usage,
} from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** Anthropic Messages. */
export const anthropicMessages: Protocol = {
  name: 'anthropic-messages',
  operation: 'chat',
  impliedProvider: 'anthropic',
  matches: (path) => path.endsWith('/v1/messages'),
  framing: 'sse',
  firstContent:
    /"(?:text|thinking|partial_json)"\s*:\s*"[^"]|"type"\s*:\s*"(?:\w*tool_use|\w+_tool_result|redacted_thinking)"/,
  end: /"message_stop"|"error"/,
  readBody,
  readStream,
};

function readBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const message = asObject(body);
  if (!message || !Array.isArray(message.content)) return { protocol: 'malformed' };
  const { finishReasons, filtered } = finishOf(message.stop_reason);
  return {
    responseId: asText(message.id),
    responseModel: asText(message.model),
    finishReasons,
    filtered,
    protocol: 'complete',
    hasContent: asObjects(message.content).some(hasContent),
    usage: usageOf(asObject(message.usage)),
  };
}

/** `message_stop` ends it; `message_start` holds the input side of usage, `message_delta` the output side. */
function readStream(ends: StreamEnds): Answer {
  const payloads = payloadsOf(ends);
  const ofType = (type: string): JsonObject | undefined =>
    payloads.findLast((payload) => payload.type === type);
  const message = asObject(ofType('message_start')?.message);
  const delta = ofType('message_delta');
  const usage = { ...asObject(message?.usage), ...knownOnly(asObject(delta?.usage)) };
  return {
    ...identityOf(message),
    ...finishOf(asObject(delta?.delta)?.stop_reason),
    error: vendorErrorIn(ofType('error')),
    protocol: ofType('message_stop') ? 'complete' : 'incomplete',
    usage: usageOf(usage),
  };
}

/** A `refusal` is an answer of the vendor's safety system, not of the model. */
function finishOf(stopReason: unknown): Pick<Answer, 'finishReasons' | 'filtered'> {
  const reason = asText(stopReason);
  return { finishReasons: reason ? [reason] : [], filtered: reason === 'refusal' };
}

function hasContent(block: JsonObject): boolean {
  if (block.type === 'text') return isFilled(block.text);
  if (block.type === 'thinking') return isFilled(block.thinking);
  return true;
}

function knownOnly(usage: JsonObject | undefined): JsonObject {
  return Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => value !== null));
}

function usageOf(usage: JsonObject | undefined): Usage | undefined {
  if (!usage) return undefined;
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = inputWithCached(
    asCount(usage.input_tokens),
    asCount(usage.cache_read_input_tokens),
    asCount(usage.cache_creation_input_tokens),
  );
  return {
    inputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens: asCount(usage.output_tokens),
    reasoningTokens: asCount(asObject(usage.output_tokens_details)?.thinking_tokens),
  };
}
