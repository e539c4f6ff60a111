import { attribute } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { countOf, textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, genAiTokens, readGenAiCall } from '../gen-ai-span.ts';
import { callOperationOf } from '../operation-name.ts';
import { noTokens } from '../token-counts.ts';
import { completedBy } from '../vendor-usage.ts';

/** Until 0.4 of its conventions, and still in several of its Python instrumentations. */
const older = {
  requestType: 'llm.request.type',
  model: 'llm.request.model',
  responseModel: 'llm.response.model',
  promptTokens: 'llm.usage.prompt_tokens',
  completionTokens: 'llm.usage.completion_tokens',
} as const;
const kind = 'traceloop.span.kind';

const operationOfType: ReadonlyMap<string, string> = new Map([
  ['chat', 'chat'],
  ['completion', 'text_completion'],
  ['embedding', 'embeddings'],
]);

/** OpenLLMetry by Traceloop: the conventions, with the vendor's own token counts. */
export const traceloop: Dialect = {
  name: 'traceloop',
  keys: [...genAiKeys, ...Object.values(older), kind],
  read(span: Span): Reading | undefined {
    const { attributes, scope } = span;
    const type = textOf(attributes, older.requestType);
    // Workflows, tasks, agents and tools surround calls.
    if (type === '' && attributes.has(kind)) return { kind: 'drop', reason: 'not_llm' };
    if (type === '' && !scope.name.startsWith('@traceloop/')) return undefined;
    const word = textOf(attributes, attribute.operation);
    const operation = callOperationOf(word) ?? (word === '' ? operationOfType.get(type) : undefined);
    if (operation === undefined) return { kind: 'drop', reason: 'not_llm' };
    return readGenAiCall(span, 'traceloop', operation, {
      counting: 'as_vendor',
      model: textOf(attributes, attribute.requestModel, older.model),
      responseModel: textOf(attributes, attribute.responseModel, older.responseModel),
      tokens: completedBy(genAiTokens(span), {
        ...noTokens,
        input: countOf(attributes, older.promptTokens),
        output: countOf(attributes, older.completionTokens),
      }),
    });
  },
};
