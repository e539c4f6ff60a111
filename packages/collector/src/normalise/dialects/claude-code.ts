import { attribute } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { countOf, httpStatusOf, listOf, millisecondsOf, textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import type { ToldFailure } from '../span-end.ts';
import { noTokens } from '../token-counts.ts';

const key = {
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

/** Claude Code's own spans. The model that answered stands in its logs only. */
export const claudeCode: Dialect = {
  name: 'claude_code',
  keys: [...Object.values(key), attribute.provider, attribute.requestModel, ...foreignCallKeys],
  read(span: Span): Reading | undefined {
    if (span.name !== 'claude_code.llm_request') {
      return span.name.startsWith('claude_code.') ? { kind: 'drop', reason: 'not_llm' } : undefined;
    }
    const { attributes } = span;
    const served = textOf(attributes, key.provider);
    return readForeignCall(span, {
      source: 'claude_code',
      operation: 'chat',
      model: textOf(attributes, attribute.requestModel, key.model),
      finishReasons: listOf(attributes, key.stopReason),
      timeToFirstChunkMs: millisecondsOf(attributes, key.firstTokenMs),
      tokens: {
        ...noTokens,
        input: countOf(attributes, key.input),
        output: countOf(attributes, key.output),
        cacheRead: countOf(attributes, key.cacheRead),
        cacheWrite: countOf(attributes, key.cacheWrite),
      },
      counting: 'parts',
      toldProvider: providers.get(served) ?? textOf(attributes, attribute.provider),
      vendorRequestId: textOf(attributes, key.requestId),
      httpStatus: httpStatusOf(attributes, key.status),
      attempts: Math.max(countOf(attributes, key.attempt) ?? 1, 1),
      failure: failureOf(span),
    });
  },
};

function failureOf({ attributes }: Span): ToldFailure | undefined {
  if (String(attributes.get(key.success)) !== 'false') return undefined;
  return { type: textOf(attributes, key.errorClass), message: textOf(attributes, key.error) };
}
