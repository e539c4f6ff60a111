import { attribute } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { countOf, httpStatusOf, listOf, millisecondsOf, textOf } from '../attribute-value.ts';
import type { CallReading, Dialect, Reading } from '../dialect.ts';
import { type ForeignCall, foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import type { ToldFailure } from '../span-end.ts';
import { noTokens, type ToldTokens } from '../token-counts.ts';

/** The same names on spans and in log records. */
export const claudeKey = {
  provider: 'anthropic.provider',
  model: 'model',
  input: 'input_tokens',
  output: 'output_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite: 'cache_creation_tokens',
  firstTokenMs: 'ttft_ms',
  success: 'success',
  error: 'error',
  errorClass: 'error_class',
  status: 'status_code',
  attempt: 'attempt',
  requestId: 'request_id',
  stopReason: 'stop_reason',
} as const;

const providers: ReadonlyMap<string, string> = new Map([
  ['firstParty', 'anthropic'],
  ['bedrock', 'aws.bedrock'],
  ['vertex', 'gcp.vertex_ai'],
  ['foundry', 'azure.ai.inference'],
]);

/** Claude Code's own spans. The model that answered stands in its log records only. */
export const claudeCode: Dialect = {
  name: 'claude_code',
  keys: [...Object.values(claudeKey), attribute.provider, attribute.requestModel, ...foreignCallKeys],
  read(span: Span): Reading | undefined {
    if (span.name !== 'claude_code.llm_request') {
      return span.name.startsWith('claude_code.') ? { kind: 'drop', reason: 'not_llm' } : undefined;
    }
    const { attributes } = span;
    return readClaudeCodeCall(span, {
      model: textOf(attributes, attribute.requestModel, claudeKey.model),
      finishReasons: listOf(attributes, claudeKey.stopReason),
      failure: failureOf(span),
    });
  },
};

/** What spans and log records tell alike, with what only one of them does. */
export function readClaudeCodeCall(
  span: Span,
  told: Pick<ForeignCall, 'model' | 'responseModel' | 'finishReasons' | 'failure'>,
): CallReading {
  const { attributes } = span;
  return readForeignCall(span, {
    source: 'claude_code',
    operation: 'chat',
    timeToFirstChunkMs: millisecondsOf(attributes, claudeKey.firstTokenMs),
    tokens: tokensOf(span),
    counting: 'parts',
    toldProvider: providerOf(span),
    vendorRequestId: textOf(attributes, claudeKey.requestId),
    httpStatus: httpStatusOf(attributes, claudeKey.status),
    attempts: Math.max(countOf(attributes, claudeKey.attempt) ?? 1, 1),
    ...told,
  });
}

function providerOf({ attributes }: Span): string {
  return providers.get(textOf(attributes, claudeKey.provider)) ?? textOf(attributes, attribute.provider);
}

function tokensOf({ attributes }: Span): ToldTokens {
  return {
    ...noTokens,
    input: countOf(attributes, claudeKey.input),
    output: countOf(attributes, claudeKey.output),
    cacheRead: countOf(attributes, claudeKey.cacheRead),
    cacheWrite: countOf(attributes, claudeKey.cacheWrite),
  };
}

function failureOf({ attributes }: Span): ToldFailure | undefined {
  if (String(attributes.get(claudeKey.success)) !== 'false') return undefined;
  return { type: textOf(attributes, claudeKey.errorClass), message: textOf(attributes, claudeKey.error) };
}
