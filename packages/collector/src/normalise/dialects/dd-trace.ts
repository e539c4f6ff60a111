import { attribute } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';

const key = {
  integration: '_dd.integration',
  requestModel: ['openai.request.model', 'anthropic.request.model', 'google_genai.request.model'],
  responseModel: ['openai.response.model', 'anthropic.response.model', 'google_genai.response.model'],
  responseId: ['openai.response.id', 'anthropic.response.id'],
} as const;

/** Datadog's kinds of span, not the operations of the conventions. Workflows, agents and tools surround calls. */
const operations: ReadonlyMap<string, string> = new Map([
  ['llm', 'chat'],
  ['embedding', 'embeddings'],
]);

/** Datadog's tracer, sending OTLP. `gen_ai.request.model` there is the model that answered. */
export const ddTrace: Dialect = {
  name: 'dd_trace',
  keys: [...genAiKeys, key.integration, ...key.requestModel, ...key.responseModel, ...key.responseId],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    if (!attributes.has(key.integration)) return undefined;
    const kind = textOf(attributes, attribute.operation);
    if (kind === '') return undefined;
    const operation = operations.get(kind);
    if (operation === undefined) return { kind: 'drop', reason: 'not_llm' };
    return readGenAiCall(span, 'dd_trace', operation, {
      model: textOf(attributes, ...key.requestModel, attribute.requestModel),
      responseModel: textOf(attributes, ...key.responseModel),
      responseId: textOf(attributes, ...key.responseId),
    });
  },
};
