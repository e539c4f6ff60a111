import { countIn, type JsonObject, jsonObjectOf, objectIn } from './json-text.ts';
import type { ToldTokens } from './token-counts.ts';

/** Where vendors and the frameworks that copy them put each count: OpenAI chat and responses, Anthropic, Gemini, LangChain. */
const fields: { readonly [Count in keyof ToldTokens]: readonly string[] } = {
  input: ['prompt_tokens', 'input_tokens', 'promptTokenCount', 'inputTokens', 'promptTokens'],
  output: ['completion_tokens', 'output_tokens', 'candidatesTokenCount', 'outputTokens', 'completionTokens'],
  cacheRead: [
    'prompt_tokens_details.cached_tokens',
    'input_tokens_details.cached_tokens',
    'input_token_details.cache_read',
    'cache_read_input_tokens',
    'cacheReadInputTokens',
    'cachedContentTokenCount',
    'cachedContentTokens',
  ],
  cacheWrite: [
    'cache_creation_input_tokens',
    'cacheCreationInputTokens',
    'cacheWriteInputTokens',
    'input_token_details.cache_creation',
  ],
  reasoning: [
    'completion_tokens_details.reasoning_tokens',
    'output_tokens_details.reasoning_tokens',
    'output_token_details.reasoning',
    'thoughtsTokenCount',
    'thoughtsTokens',
  ],
  total: ['total_tokens', 'totalTokenCount', 'totalTokens'],
};

/** The counts in a vendor's `usage` or `usageMetadata` object. */
export function usageIn(usage: JsonObject | undefined): ToldTokens {
  return {
    input: firstCount(usage, fields.input),
    output: firstCount(usage, fields.output),
    cacheRead: firstCount(usage, fields.cacheRead),
    cacheWrite: firstCount(usage, fields.cacheWrite) ?? ephemeralWrites(usage),
    reasoning: firstCount(usage, fields.reasoning),
    total: firstCount(usage, fields.total),
  };
}

/** Longer than any usage object. */
const usageLengthMax = 4000;

/** Of an attribute that holds nothing but a usage object as JSON. */
export function usageObjectOf(text: unknown): JsonObject | undefined {
  return jsonObjectOf(text, usageLengthMax);
}

/** The first of these that is a count; `a.b` is `b` inside `a`. */
export function firstCount(usage: JsonObject | undefined, paths: readonly string[]): number | null {
  for (const path of paths) {
    const [name = '', inner] = path.split('.');
    const count = inner === undefined ? countIn(usage, name) : countIn(objectIn(usage, name), inner);
    if (count !== null) return count;
  }
  return null;
}

/** LangChain splits Anthropic's cache writes by how long they are kept. */
function ephemeralWrites(usage: JsonObject | undefined): number | null {
  const details = objectIn(usage, 'input_token_details');
  const short = countIn(details, 'ephemeral_5m_input_tokens');
  const long = countIn(details, 'ephemeral_1h_input_tokens');
  return short === null && long === null ? null : (short ?? 0) + (long ?? 0);
}

/** Counts of the first, completed by the second. */
export function completedBy(told: ToldTokens, more: ToldTokens): ToldTokens {
  return {
    input: told.input ?? more.input,
    output: told.output ?? more.output,
    cacheRead: told.cacheRead ?? more.cacheRead,
    cacheWrite: told.cacheWrite ?? more.cacheWrite,
    reasoning: told.reasoning ?? more.reasoning,
    total: told.total ?? more.total,
  };
}
