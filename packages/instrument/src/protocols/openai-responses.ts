import type { StreamEnds } from './framing/stream-event.ts';
import { asCount, asObject, asObjects, asText, isFilled, type JsonObject, lastObjectNamed } from './json.ts';
import { type Answer, identityOf, type Protocol, payloadsOf, type Usage } from './protocol.ts';
import { errorFields, vendorErrorIn } from './vendor-error.ts';

/** OpenAI Responses. */
export const openaiResponses: Protocol = {
  name: 'openai-responses',
  operation: 'chat',
  matches: (path) => path.endsWith('/responses'),
  framing: 'sse',
  firstContent: /"(?:delta|partial_image_b64)"\s*:\s*"[^"]/,
  end: /"response\.(?:completed|incomplete|failed)"|"error"/,
  readBody,
  readStream,
};

function readBody(body: unknown): Answer {
  const response = asObject(body);
  if (response?.object === 'response' || Array.isArray(response?.output)) return readResponse(response);
  const error = vendorErrorIn(body);
  return error ? { error } : { protocol: 'malformed' };
}

/** Only these three end a stream; an `error` event or a failed response is the vendor's failure inside a 200. */
const terminalEvents = ['response.completed', 'response.incomplete', 'response.failed'];

function readStream(ends: StreamEnds): Answer {
  const payloads = payloadsOf(ends);
  const failure = payloads.find((payload) => payload.type === 'error');
  if (failure) return { error: vendorErrorIn(failure) ?? errorFields({ ...failure, type: undefined }) };
  const terminal = payloads.findLast((payload) => terminalEvents.includes(String(payload.type)));
  const response = asObject(terminal?.response);
  if (response) return readResponse(response);
  // A terminal event repeats the whole answer and may be longer than what is kept. Only it carries usage.
  const usage = usageOf(lastObjectNamed('usage', ends.fragment));
  if (usage?.outputTokens !== undefined) return { protocol: 'complete', usage };
  return { protocol: 'incomplete' };
}

function readResponse(response: JsonObject): Answer {
  const status = asText(response.status) ?? 'completed';
  const reason = asText(asObject(response.incomplete_details)?.reason);
  const error = asObject(response.error);
  return {
    ...identityOf(response),
    protocol: 'complete',
    error: status === 'failed' || error ? errorFields(error ?? { code: 'server_error' }) : undefined,
    // A background response answers later, elsewhere: this call got all that it asked for.
    hasContent:
      status === 'queued' || status === 'in_progress' || asObjects(response.output).some(hasContent),
    filtered: reason === 'content_filter',
    finishReasons: [reason ?? status],
    usage: usageOf(asObject(response.usage)),
  };
}

/** A message counts by its parts, any other item (tool call, reasoning, image) by being there. */
function hasContent(item: JsonObject): boolean {
  if (item.type === 'reasoning') return isFilled(item.summary) || isFilled(item.content);
  if (item.type !== 'message') return true;
  return asObjects(item.content).some((part) => isFilled(part.text) || isFilled(part.refusal));
}

function usageOf(usage: JsonObject | undefined): Usage | undefined {
  if (!usage) return undefined;
  return {
    inputTokens: asCount(usage.input_tokens),
    outputTokens: asCount(usage.output_tokens),
    cacheReadTokens: asCount(asObject(usage.input_tokens_details)?.cached_tokens),
    reasoningTokens: asCount(asObject(usage.output_tokens_details)?.reasoning_tokens),
  };
}
