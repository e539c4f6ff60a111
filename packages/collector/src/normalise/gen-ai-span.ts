import { attribute } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';
import { countOf, httpStatusOf, isTrue, listOf, secondsAsMs, textOf } from './attribute-value.ts';
import type { CallReading, Dialect, Reading } from './dialect.ts';
import { type ForeignCall, foreignCallKeys, readForeignCall } from './foreign-call.ts';
import { callOperationOf } from './operation-name.ts';
import type { ToldTokens } from './token-counts.ts';

/**
 * Every name that the GenAI conventions, and instrumentations that took them up early or half, gave to one thing; the
 * current name first. Read by every dialect that is the conventions plus something.
 */
const names = {
  provider: [attribute.provider, attribute.providerOld],
  model: [attribute.requestModel],
  responseModel: [attribute.responseModel],
  responseId: [attribute.responseId],
  finishReasons: [attribute.finishReasons, 'gen_ai.response.finish_reason', 'anthropic.message.stop_reason'],
  input: [attribute.inputTokens, 'gen_ai.usage.prompt_tokens', 'gen_ai.response.prompt_tokens'],
  output: [attribute.outputTokens, 'gen_ai.usage.completion_tokens', 'gen_ai.response.completion_tokens'],
  cacheRead: [attribute.cacheReadTokens, 'gen_ai.usage.cache_read_input_tokens'],
  cacheWrite: [
    attribute.cacheWriteTokensLatest,
    attribute.cacheWriteTokens,
    'gen_ai.usage.cache_write_input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
  ],
  reasoning: [
    attribute.reasoningTokens,
    'gen_ai.usage.reasoning_tokens',
    'gen_ai.usage.reasoning_output_tokens',
  ],
  total: ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens'],
  // Vercel AI SDK 7 writes its metric's name on the span.
  timeToFirstChunk: [attribute.timeToFirstChunk, 'gen_ai.client.operation.time_to_first_chunk'],
  vendorRequestId: ['anthropic.request.id', 'aws.request.id'],
} as const;

/** Some write the URL and no host. */
const hosts = [attribute.serverAddress, 'url.full'] as const;

const streamFlags = [
  attribute.requestStream,
  'gen_ai.request.is_stream',
  'gen_ai.response.streaming',
  'gen_ai.is_streaming',
  'llm.is_streaming',
] as const;

export const genAiKeys: readonly string[] = [
  attribute.operation,
  attribute.resendCount,
  ...hosts,
  ...Object.values(names).flat(),
  ...streamFlags,
  ...foreignCallKeys,
];

/** The facts a dialect reads elsewhere or knows better; the rest is read by the conventions. */
export type Deviations = Partial<Omit<ForeignCall, 'source' | 'operation'>>;

/** A call that speaks the conventions, apart from the deviations. */
export function readGenAiCall(
  span: Span,
  source: string,
  operation: string,
  deviations: Deviations = {},
): CallReading {
  const { attributes } = span;
  return readForeignCall(span, {
    source,
    operation,
    model: deviations.model ?? textOf(attributes, ...names.model),
    responseModel: deviations.responseModel ?? textOf(attributes, ...names.responseModel),
    responseId: deviations.responseId ?? textOf(attributes, ...names.responseId),
    finishReasons: deviations.finishReasons ?? listOf(attributes, ...names.finishReasons),
    streaming: deviations.streaming ?? streamFlags.some((flag) => isTrue(attributes, flag)),
    timeToFirstChunkMs: deviations.timeToFirstChunkMs ?? secondsAsMs(attributes, ...names.timeToFirstChunk),
    tokens: deviations.tokens ?? genAiTokens(span),
    counting: deviations.counting ?? 'unsaid',
    host: deviations.host ?? textOf(attributes, ...hosts),
    toldProvider: deviations.toldProvider ?? textOf(attributes, ...names.provider),
    region: deviations.region ?? '',
    // `gen_ai.response.id` names the answer, not the request.
    vendorRequestId: deviations.vendorRequestId ?? textOf(attributes, ...names.vendorRequestId),
    httpStatus: deviations.httpStatus ?? httpStatusOf(attributes, attribute.httpStatus),
    attempts: deviations.attempts ?? (countOf(attributes, attribute.resendCount) ?? 0) + 1,
    failure: deviations.failure,
  });
}

export function genAiTokens({ attributes }: Span): ToldTokens {
  return {
    input: countOf(attributes, ...names.input),
    output: countOf(attributes, ...names.output),
    cacheRead: countOf(attributes, ...names.cacheRead),
    cacheWrite: countOf(attributes, ...names.cacheWrite),
    reasoning: countOf(attributes, ...names.reasoning),
    total: countOf(attributes, ...names.total),
  };
}

/** An instrumentation that is told by its scope's name and speaks the conventions, with deviations of its own. */
export interface ScopedGenAi {
  readonly name: string;
  /** Beginnings of its scopes' names. */
  readonly scopes: readonly string[];
  /** Attributes that its deviations read. */
  readonly keys?: readonly string[];
  readonly deviations?: (span: Span) => Deviations;
}

export function scopedGenAi({ name, scopes, keys = [], deviations }: ScopedGenAi): Dialect {
  return {
    name,
    keys: [...genAiKeys, ...keys],
    read(span: Span): Reading | undefined {
      if (!scopes.some((scope) => span.scope.name.startsWith(scope))) return undefined;
      const word = textOf(span.attributes, attribute.operation);
      // Whatever else the scope sends is left to the dialects after this one.
      if (word === '') return undefined;
      const operation = callOperationOf(word);
      if (operation === undefined) return { kind: 'drop', reason: 'not_llm' };
      return readGenAiCall(span, name, operation, deviations?.(span));
    },
  };
}
