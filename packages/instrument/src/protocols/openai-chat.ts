import type { StreamEnds } from './framing/stream-event.ts';
import { asCount, asObject, asObjects, asText, isFilled, type JsonObject, sumOfKnown } from './json.ts';
import { type Answer, identityOf, type Protocol, payloadsOf, type Usage } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** OpenAI Chat Completions, as spoken by OpenAI, Azure, Mistral, Groq and every OpenAI-compatible server. */
export const openaiChat: Protocol = {
  name: 'openai-chat',
  operation: 'chat',
  // Mistral's agents and fill-in-the-middle answer in the same form.
  matches: (path) => /\/(?:chat|agents|fim)\/completions$/.test(path),
  framing: 'sse',
  // Mistral sends a list of chunks, whose `text` is the content.
  firstContent:
    /"(?:content|text|reasoning_content|reasoning|refusal|transcript)"\s*:\s*"[^"]|"(?:tool_calls|function_call|images|audio)"\s*:\s*[[{]\s*[^\]}\s]/,
  end: /\[DONE\]|"error"/,
  readBody,
  readStream,
};

function readBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const completion = asObject(body);
  if (!completion || !Array.isArray(completion.choices)) return { protocol: 'malformed' };
  const choices = asObjects(completion.choices);
  const { finishReasons, filtered, error: broken } = finishOf(choices);
  return {
    responseId: asText(completion.id),
    responseModel: asText(completion.model),
    finishReasons,
    filtered,
    error: broken,
    protocol: 'complete',
    hasContent: choices.some((choice) => hasContent(asObject(choice.message))),
    usage: usageOf(completion),
  };
}

/** `[DONE]` ends it. So does a finish reason before a clean close: some compatible servers never send `[DONE]`. */
function readStream(ends: StreamEnds): Answer {
  const chunks = payloadsOf(ends);
  const error = chunks.map(vendorErrorIn).find((found) => found !== undefined);
  const finish = finishOf(chunks.flatMap((chunk) => asObjects(chunk.choices)));
  const done = ends.events.some(({ data }) => data === '[DONE]') || finish.finishReasons.length > 0;
  return {
    ...identityOf(chunks.findLast((chunk) => asText(chunk.id))),
    ...finish,
    error: error ?? finish.error,
    protocol: done ? 'complete' : 'incomplete',
    usage: chunks.map(usageOf).findLast((usage) => usage !== undefined),
  };
}

interface Finish extends Pick<Answer, 'filtered' | 'error'> {
  readonly finishReasons: readonly string[];
}

/** Mistral and gateways say `error` for an answer that broke off. */
function finishOf(choices: readonly JsonObject[]): Finish {
  const finishReasons: string[] = [];
  for (const choice of choices) {
    const reason = asText(choice.finish_reason);
    if (reason !== undefined) finishReasons.push(reason);
  }
  return {
    finishReasons,
    filtered: finishReasons.includes('content_filter'),
    error: finishReasons.includes('error') ? { type: 'error' } : undefined,
  };
}

function hasContent(message: JsonObject | undefined): boolean {
  return contentKeys.some((key) => isFilled(message?.[key]));
}

const contentKeys: readonly string[] = [
  'content',
  'tool_calls',
  'function_call',
  'refusal',
  'audio',
  'images',
  'reasoning_content',
  'reasoning',
];

/** Groq says the usage of a stream beside the standard place. */
function usageOf(chunk: JsonObject): Usage | undefined {
  const usage = asObject(chunk.usage) ?? asObject(asObject(chunk.x_groq)?.usage);
  return usage && completionUsageOf(usage);
}

/** `usage` of every protocol that counts as OpenAI's completions do. */
export function completionUsageOf(usage: JsonObject): Usage {
  const inputTokens = asCount(usage.prompt_tokens);
  const completionTokens = asCount(usage.completion_tokens);
  const reasoningTokens = asCount(asObject(usage.completion_tokens_details)?.reasoning_tokens);
  // xAI counts reasoning beside the completion; its total gives that away.
  const sum = sumOfKnown(inputTokens, completionTokens, reasoningTokens);
  const isBeside = reasoningTokens !== undefined && sum === asCount(usage.total_tokens);
  return {
    inputTokens,
    outputTokens: isBeside ? sumOfKnown(completionTokens, reasoningTokens) : completionTokens,
    // DeepSeek and Moonshot have names of their own.
    cacheReadTokens:
      asCount(asObject(usage.prompt_tokens_details)?.cached_tokens) ??
      asCount(usage.prompt_cache_hit_tokens) ??
      asCount(usage.cached_tokens),
    reasoningTokens,
  };
}
