import type { Span } from '../../decode/span.ts';
import { countOf, listOf, millisecondsOf, textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, genAiTokens, readGenAiCall } from '../gen-ai-span.ts';
import { countIn, jsonObjectOf, objectIn } from '../json-text.ts';
import type { ToldTokens } from '../token-counts.ts';
import { completedBy, usageIn } from '../vendor-usage.ts';
import { answeringModel } from '../vercel-model.ts';

const key = {
  operationId: 'ai.operationId',
  provider: 'ai.model.provider',
  model: 'ai.model.id',
  responseModel: 'ai.response.model',
  finishReason: 'ai.response.finishReason',
  firstChunkMs: 'ai.response.msToFirstChunk',
  providerMetadata: 'ai.response.providerMetadata',
  uncachedTokens: 'ai.usage.inputTokenDetails.noCacheTokens',
} as const;

/** Version 4 said prompt and completion; embeddings have one count. */
const tokens = {
  input: ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
  output: ['ai.usage.outputTokens', 'ai.usage.completionTokens'],
  cacheRead: ['ai.usage.cachedInputTokens', 'ai.usage.inputTokenDetails.cacheReadTokens'],
  cacheWrite: ['ai.usage.inputTokenDetails.cacheWriteTokens'],
  reasoning: ['ai.usage.reasoningTokens', 'ai.usage.outputTokenDetails.reasoningTokens'],
  total: ['ai.usage.totalTokens'],
} as const;

/** `ai.generateText` and its like surround the requests below and repeat their usage. A retry is a request of its own. */
const requestSuffix = /\.do(Generate|Stream|Embed)$/;

/** Vercel AI SDK 4 to 6, and later versions in their legacy mode. */
export const vercelAi: Dialect = {
  name: 'vercel_ai',
  keys: [...genAiKeys, ...Object.values(key), ...Object.values(tokens).flat()],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    const operationId = attributes.get(key.operationId);
    if (typeof operationId !== 'string') return undefined;
    const request = requestSuffix.exec(operationId)?.[1];
    if (request === undefined) return { kind: 'drop', reason: 'not_llm' };
    const toldProvider = textOf(attributes, key.provider, 'gen_ai.system');
    const model = textOf(attributes, key.model, 'gen_ai.request.model');
    return readGenAiCall(span, 'vercel_ai', request === 'Embed' ? 'embeddings' : 'chat', {
      toldProvider,
      model,
      responseModel: answeringModel({
        provider: toldProvider,
        requested: model,
        answered: textOf(attributes, key.responseModel, 'gen_ai.response.model'),
      }),
      finishReasons: listOf(attributes, key.finishReason, 'gen_ai.response.finish_reasons'),
      streaming: request === 'Stream',
      timeToFirstChunkMs: millisecondsOf(attributes, key.firstChunkMs),
      tokens: tokensOf(span),
      // Since version 6 input includes what was cached, and its parts are written beside it.
      counting: attributes.has(key.uncachedTokens) ? 'unsaid' : 'as_vendor',
    });
  },
};

function tokensOf(span: Span): ToldTokens {
  const { attributes } = span;
  const told = {
    input: countOf(attributes, ...tokens.input),
    output: countOf(attributes, ...tokens.output),
    cacheRead: countOf(attributes, ...tokens.cacheRead),
    cacheWrite: countOf(attributes, ...tokens.cacheWrite),
    reasoning: countOf(attributes, ...tokens.reasoning),
    total: countOf(attributes, ...tokens.total),
  };
  return completedBy(
    completedBy(told, metadataTokens(attributes.get(key.providerMetadata))),
    genAiTokens(span),
  );
}

/** Longer than any usage object; what is longer carries search results or signatures of thoughts. */
const metadataLengthMax = 8000;

/** What a provider adds beside the SDK's own counts: cached tokens before version 6, Gemini's thoughts. */
function metadataTokens(text: unknown): ToldTokens {
  const metadata = jsonObjectOf(text, metadataLengthMax);
  const providers = Object.keys(metadata ?? {});
  const own = objectIn(metadata, providers[0] ?? '');
  const usage = objectIn(own, 'usageMetadata') ?? objectIn(own, 'usage');
  return completedBy(usageIn(usage), openaiDetails(usageIn(own), own));
}

/** The OpenAI provider of version 4 writes two counts under names of its own. */
function openaiDetails(told: ToldTokens, own: ReturnType<typeof objectIn>): ToldTokens {
  return {
    ...told,
    cacheRead: told.cacheRead ?? countIn(own, 'cachedPromptTokens'),
    reasoning: told.reasoning ?? countIn(own, 'reasoningTokens'),
  };
}
