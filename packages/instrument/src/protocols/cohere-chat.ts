import type { StreamEnds } from './framing/stream-event.ts';
import { asCount, asObject, asObjects, asText, isFilled, type JsonObject } from './json.ts';
import { type Answer, type Protocol, payloadsOf, type Usage } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** Cohere's second version. */
export const cohereChat: Protocol = {
  name: 'cohere-chat',
  operation: 'chat',
  impliedProvider: 'cohere',
  needsKnownHost: true,
  matches: (path) => path.endsWith('/v2/chat'),
  framing: 'sse',
  firstContent: /"(?:text|thinking|tool_plan)"\s*:\s*"[^"]|"type"\s*:\s*"tool-call-start"/,
  end: /"message-end"|"error"/,
  readBody,
  readStream,
};

function readBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const answer = asObject(body);
  const message = asObject(answer?.message);
  if (!answer || !message) return { protocol: 'malformed' };
  return {
    ...cohereFinish(answer.finish_reason, undefined),
    responseId: asText(answer.id),
    protocol: 'complete',
    hasContent:
      asObjects(message.content).some((part) => isFilled(part.text) || isFilled(part.thinking)) ||
      isFilled(message.tool_calls) ||
      isFilled(message.tool_plan),
    usage: cohereUsage(asObject(answer.usage)),
  };
}

/** `message-end` ends it, and says whether it failed; `message-start` names it. */
function readStream(ends: StreamEnds): Answer {
  const payloads = payloadsOf(ends);
  const error = payloads.map(vendorErrorIn).find((found) => found !== undefined);
  const start = payloads.find((payload) => payload.type === 'message-start');
  const end = payloads.findLast((payload) => payload.type === 'message-end');
  const delta = asObject(end?.delta);
  const finish = cohereFinish(delta?.finish_reason, delta?.error);
  return {
    ...finish,
    responseId: asText(start?.id) ?? asText(end?.id),
    error: error ?? finish.error,
    protocol: end ? 'complete' : 'incomplete',
    usage: cohereUsage(asObject(delta?.usage)),
  };
}

/** Both versions: an answer that failed under way says so in its finish reason. */
export function cohereFinish(
  finishReason: unknown,
  message: unknown,
): Pick<Answer, 'finishReasons' | 'filtered' | 'error'> {
  const reason = asText(finishReason);
  const hasFailed = reason === 'ERROR' || reason === 'TIMEOUT' || asText(message) !== undefined;
  return {
    finishReasons: reason ? [reason] : [],
    filtered: reason === 'ERROR_TOXIC',
    error: hasFailed ? { type: reason, message: asText(message) } : undefined,
  };
}

/** Billed units leave out what is free; tokens are what the model saw. */
export function cohereUsage(usage: JsonObject | undefined): Usage | undefined {
  const tokens = asObject(usage?.tokens) ?? asObject(usage?.billed_units);
  if (!usage || !tokens) return undefined;
  return {
    inputTokens: asCount(tokens.input_tokens),
    outputTokens: asCount(tokens.output_tokens),
    cacheReadTokens: asCount(usage.cached_tokens),
  };
}
