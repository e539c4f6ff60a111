import { attribute } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { countOf, textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, genAiTokens, readGenAiCall } from '../gen-ai-span.ts';
import type { ToldTokens } from '../token-counts.ts';

const key = {
  model: 'model',
  provider: 'provider_name',
  reasoning: 'codex.usage.reasoning_output_tokens',
} as const;

const scopePrefix = 'codex';

/** A request's span is the same whether it went well or not; the last event inside it, and the log records, know. */
const unsaid = { type: '', message: '' } as const;

/**
 * Codex CLI, hundreds of spans a turn. One surrounds a request and its stream; one inside it, of the stream's last
 * event, has the usage. How it ended stands in log records and span events, not in attributes of a span.
 */
export const codex: Dialect = {
  name: 'codex',
  keys: [...Object.values(key), ...genAiKeys],
  read(span: Span): Reading | undefined {
    const isRequest = span.name === 'try_run_sampling_request';
    const isLastEvent = span.name === 'handle_responses' && span.attributes.has(attribute.outputTokens);
    if (!(isRequest || isLastEvent) || !span.scope.name.startsWith(scopePrefix)) return undefined;
    return readGenAiCall(span, 'codex', 'chat', {
      model: textOf(span.attributes, key.model),
      toldProvider: textOf(span.attributes, key.provider) || 'openai',
      streaming: true,
      tokens: tokensOf(span),
      failure: isRequest ? unsaid : undefined,
    });
  },
};

function tokensOf(span: Span): ToldTokens {
  return { ...genAiTokens(span), reasoning: countOf(span.attributes, key.reasoning) };
}
