import { attribute, resourceAttribute } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { countOf, isTrue, listOf, secondsAsMs, textOf } from '../attribute-value.ts';
import type { CallReading, Dialect, Reading, Tokens } from '../dialect.ts';
import { providerOf } from '../provider-name.ts';
import { endOf, httpStatusOfSpan, spanEndKeys } from '../span-end.ts';

/** Names of earlier generations of the GenAI conventions, and of the next. */
const older = {
  promptTokens: 'gen_ai.usage.prompt_tokens',
  completionTokens: 'gen_ai.usage.completion_tokens',
} as const;
const newer = { cacheWriteTokens: 'gen_ai.usage.cache_write.input_tokens' } as const;
/** What vendors' and frameworks' own spans add to the conventions: Vercel AI SDK 7, Anthropic SDK, AWS SDK. */
const added = {
  timeToFirstChunk: 'gen_ai.client.operation.time_to_first_chunk',
  anthropicStopReason: 'anthropic.message.stop_reason',
  anthropicRequestId: 'anthropic.request.id',
  awsRequestId: 'aws.request.id',
} as const;
/** On a *span* of the AWS SDK's instrumentation this is the vendor's region; on a resource it is the app's. */
const cloudRegion = 'cloud.region';

/** The only operations that are calls; `invoke_agent`, `execute_tool` and the rest contain or surround them. */
const callOperations: ReadonlySet<string> = new Set([
  'chat',
  'text_completion',
  'generate_content',
  'embeddings',
]);

const spanKindServer = 2;

/** Plain OpenTelemetry GenAI semantic conventions, `gen_ai.system` and `gen_ai.provider.name` alike. */
export const genAi: Dialect = {
  name: 'gen_ai',
  keys: [
    attribute.operation,
    attribute.provider,
    attribute.providerOld,
    attribute.requestModel,
    attribute.requestStream,
    attribute.responseModel,
    attribute.finishReasons,
    attribute.timeToFirstChunk,
    attribute.inputTokens,
    attribute.outputTokens,
    attribute.cacheReadTokens,
    attribute.cacheWriteTokens,
    attribute.reasoningTokens,
    attribute.resendCount,
    attribute.serverAddress,
    cloudRegion,
    ...Object.values(older),
    ...Object.values(newer),
    ...Object.values(added),
    ...spanEndKeys,
  ],
  read(span: Span): Reading | undefined {
    const operation = textOf(span.attributes, attribute.operation);
    if (operation === '') return undefined;
    if (!callOperations.has(operation)) return { kind: 'drop', reason: 'not_llm' };
    if (span.kind === spanKindServer) return { kind: 'drop', reason: 'server_side' };
    return readCall(span, operation);
  },
};

function readCall(span: Span, operation: string): CallReading {
  const { attributes } = span;
  const model = textOf(attributes, attribute.requestModel);
  const { provider, region } = providerOf({
    host: textOf(attributes, attribute.serverAddress),
    told: textOf(attributes, attribute.provider, attribute.providerOld),
    model,
    service: textOf(span.resource.attributes, resourceAttribute.serviceName),
  });
  const finishReasons = listOf(attributes, attribute.finishReasons, added.anthropicStopReason);
  const timeToFirstChunkMs = secondsAsMs(attributes, attribute.timeToFirstChunk, added.timeToFirstChunk);
  const httpStatus = httpStatusOfSpan(span);
  const tokens = tokensOf(span, provider);
  const hasContent = timeToFirstChunkMs !== null || (tokens.outputTokens ?? 0) > 0;
  const resendCount = countOf(attributes, attribute.resendCount) ?? 0;
  return {
    kind: 'call',
    source: 'gen_ai',
    provider,
    model,
    region: region || (provider === 'aws.bedrock' ? textOf(attributes, cloudRegion) : ''),
    credential: '',
    ...endOf({ span, operation, finishReasons, httpStatus, hasContent, outputTokens: tokens.outputTokens }),
    httpStatus,
    timeToFirstChunkMs,
    // The conventions have none; `gen_ai.response.id` names the answer, not the request.
    vendorRequestId: textOf(attributes, added.anthropicRequestId, added.awsRequestId),
    resendCount,
    retryAfterMs: null,
    fingerprint: '',
    ...tokens,
    operation,
    responseModel: textOf(attributes, attribute.responseModel),
    finishReason: finishReasons[0] ?? '',
    streaming: isTrue(attributes, attribute.requestStream) || timeToFirstChunkMs !== null,
    attempts: resendCount + 1,
    attemptDurationMs: null,
  };
}

/** Vendors that count cached tokens apart from input; the conventions say that input includes them. */
const countsCacheApart: ReadonlySet<string> = new Set(['anthropic', 'aws.bedrock']);

function tokensOf({ attributes }: Span, provider: string): Tokens {
  const inputTokens = countOf(attributes, attribute.inputTokens, older.promptTokens);
  const cacheReadTokens = countOf(attributes, attribute.cacheReadTokens);
  const cacheWriteTokens = countOf(attributes, newer.cacheWriteTokens, attribute.cacheWriteTokens);
  const cached = (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0);
  const isUncached = inputTokens !== null && inputTokens < cached && countsCacheApart.has(provider);
  return {
    inputTokens: isUncached ? inputTokens + cached : inputTokens,
    outputTokens: countOf(attributes, attribute.outputTokens, older.completionTokens),
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: countOf(attributes, attribute.reasoningTokens),
  };
}
