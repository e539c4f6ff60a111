import { cohereFinish, cohereUsage } from './cohere-chat.ts';
import type { StreamEnds } from './framing/stream-event.ts';
import { asObject, asText, isFilled, type JsonObject, lastObjectNamed } from './json.ts';
import { type Answer, type Protocol, payloadsOf } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** Cohere's first version, which its SDK still offers and Bedrock hosts: lines of JSON. */
export const cohereChatV1: Protocol = {
  name: 'cohere-chat-v1',
  operation: 'chat',
  impliedProvider: 'cohere',
  needsKnownHost: true,
  matches: (path) => path.endsWith('/v1/chat'),
  framing: 'json-lines',
  firstContent: /"text"\s*:\s*"[^"]|"event_type"\s*:\s*"tool-calls-(?:chunk|generation)"/,
  end: /"stream-end"|"error"/,
  readBody,
  readStream,
};

function readBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const response = asObject(body);
  if (typeof response?.text !== 'string') return { protocol: 'malformed' };
  return readResponse(response, response.finish_reason);
}

/** `stream-end` ends it and repeats the whole answer, so it may be longer than what is kept. */
function readStream(ends: StreamEnds): Answer {
  const payloads = payloadsOf(ends);
  const error = payloads.map(vendorErrorIn).find((found) => found !== undefined);
  if (error) return { error };
  const end = payloads.findLast((payload) => payload.event_type === 'stream-end');
  if (end) return readResponse(asObject(end.response) ?? {}, end.finish_reason);
  const meta = lastObjectNamed('meta', ends.fragment);
  if (!meta) return { protocol: 'incomplete' };
  const finishReason = /"finish_reason"\s*:\s*"(\w+)"/.exec(ends.fragment)?.[1];
  return { ...cohereFinish(finishReason, undefined), protocol: 'complete', usage: cohereUsage(meta) };
}

function readResponse(response: JsonObject, finishReason: unknown): Answer {
  return {
    ...cohereFinish(finishReason, undefined),
    responseId: asText(response.generation_id) ?? asText(response.response_id),
    protocol: 'complete',
    hasContent: isFilled(response.text) || isFilled(response.tool_calls),
    usage: cohereUsage(asObject(response.meta)),
  };
}
