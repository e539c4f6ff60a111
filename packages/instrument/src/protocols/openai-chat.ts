import { asCount, asObject, asObjects, asText, isFilled, type JsonObject } from './json.ts';
import { type Answer, identityOf, markers, type Protocol, type StreamEnds, type Usage } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** OpenAI Chat Completions, as spoken by OpenAI, Azure and every OpenAI-compatible server. */
export const openaiChat: Protocol = {
  name: 'openai-chat',
  operation: 'chat',
  matches: (path) => path.endsWith('/chat/completions'),
  firstContent:
    /"(?:content|reasoning_content|reasoning|refusal)"\s*:\s*"[^"]|"(?:tool_calls|function_call)"\s*:\s*[[{]\s*[^\]}\s]/,
  endMarkers: markers('[DONE]', '"error"'),
  readBody,
  readStream,
};

function readBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const completion = asObject(body);
  if (!completion || !Array.isArray(completion.choices)) return { protocol: 'malformed' };
  const choices = asObjects(completion.choices);
  return {
    ...identityOf(completion),
    ...finishOf(choices),
    protocol: 'complete',
    hasContent: choices.some((choice) => hasContent(asObject(choice.message))),
    usage: usageOf(completion.usage),
  };
}

/** `[DONE]` ends it. So does a finish reason before a clean close: some compatible servers never send `[DONE]`. */
function readStream({ events }: StreamEnds): Answer {
  const chunks = events.map(({ data }) => asObject(data)).filter((chunk) => chunk !== undefined);
  const error = chunks.map(vendorErrorIn).find((found) => found !== undefined);
  const choices = chunks.flatMap((chunk) => asObjects(chunk.choices));
  const finish = finishOf(choices);
  const done = events.some(({ data }) => data === '[DONE]') || finish.finishReasons.length > 0;
  return {
    ...identityOf(chunks.at(-1)),
    ...finish,
    error,
    protocol: done ? 'complete' : 'incomplete',
    usage: chunks.map((chunk) => usageOf(chunk.usage)).findLast((usage) => usage !== undefined),
  };
}

function finishOf(choices: readonly JsonObject[]): { finishReasons: readonly string[]; filtered: boolean } {
  const finishReasons = choices
    .map((choice) => asText(choice.finish_reason))
    .filter((text) => text !== undefined);
  return { finishReasons, filtered: finishReasons.includes('content_filter') };
}

function hasContent(message: JsonObject | undefined): boolean {
  if (!message) return false;
  return ['content', 'tool_calls', 'function_call', 'refusal', 'audio', 'reasoning_content'].some((key) =>
    isFilled(message[key]),
  );
}

function usageOf(value: unknown): Usage | undefined {
  const usage = asObject(value);
  if (!usage) return undefined;
  return {
    inputTokens: asCount(usage.prompt_tokens),
    outputTokens: asCount(usage.completion_tokens),
    cacheReadTokens: asCount(asObject(usage.prompt_tokens_details)?.cached_tokens),
    reasoningTokens: asCount(asObject(usage.completion_tokens_details)?.reasoning_tokens),
  };
}
