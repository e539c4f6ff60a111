import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import { countIn, type JsonObject } from '../json-text.ts';
import { sinceStartMs } from '../span-time.ts';
import type { ToldTokens } from '../token-counts.ts';
import { firstCount, usageObjectOf } from '../vendor-usage.ts';

const key = {
  type: 'langfuse.observation.type',
  model: 'langfuse.observation.model.name',
  usage: 'langfuse.observation.usage_details',
  level: 'langfuse.observation.level',
  statusMessage: 'langfuse.observation.status_message',
  completionStart: 'langfuse.observation.completion_start_time',
  /** What LangChain calls its provider and the requested model. */
  provider: 'langfuse.observation.metadata.ls_provider',
  requestedModel: 'langfuse.observation.metadata.ls_model_name',
} as const;

const operations: ReadonlyMap<string, string> = new Map([
  ['generation', 'chat'],
  ['embedding', 'embeddings'],
]);

/** Langfuse's own SDKs. They set no span status: a failure is a level. */
export const langfuse: Dialect = {
  name: 'langfuse',
  keys: [...Object.values(key), ...foreignCallKeys],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    const type = attributes.get(key.type);
    if (typeof type !== 'string') return undefined;
    const operation = operations.get(type);
    if (operation === undefined) return { kind: 'drop', reason: 'not_llm' };
    const hasFailed = textOf(attributes, key.level) === 'ERROR';
    const timeToFirstChunkMs = sinceStartMs(span, textOf(attributes, key.completionStart));
    const { model, responseModel } = modelsOf(span, !hasFailed && timeToFirstChunkMs === null);
    return readForeignCall(span, {
      source: 'langfuse',
      operation,
      model,
      responseModel,
      toldProvider: textOf(attributes, key.provider),
      timeToFirstChunkMs,
      tokens: tokensIn(usageObjectOf(attributes.get(key.usage))),
      counting: 'parts',
      failure: hasFailed ? { type: '', message: textOf(attributes, key.statusMessage) } : undefined,
    });
  },
};

/**
 * One attribute for both models: it holds the requested one until a whole answer overwrites it. Streams are passed on
 * before there is one.
 */
function modelsOf(
  { attributes }: Span,
  isWholeAnswer: boolean,
): { readonly model: string; readonly responseModel: string } {
  const told = textOf(attributes, key.model);
  const requested = textOf(attributes, key.requestedModel);
  if (isWholeAnswer) return { model: requested, responseModel: told };
  return { model: requested || told, responseModel: requested !== '' && told !== requested ? told : '' };
}

/** Cached and reasoning tokens are subtracted from input and output; names vary with the integration. */
function tokensIn(usage: JsonObject | undefined): ToldTokens {
  return {
    input: countIn(usage, 'input'),
    output: countIn(usage, 'output'),
    cacheRead: firstCount(usage, ['input_cached_tokens', 'input_cache_read', 'cache_read_input_tokens']),
    cacheWrite: firstCount(usage, ['input_cache_creation', 'cache_creation_input_tokens']),
    reasoning: firstCount(usage, ['output_reasoning_tokens', 'output_reasoning']),
    total: countIn(usage, 'total'),
  };
}
