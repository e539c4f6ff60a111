import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, genAiTokens, readGenAiCall } from '../gen-ai-span.ts';
import { completedBy, usageIn, usageObjectOf } from '../vendor-usage.ts';

const key = {
  kind: 'langsmith.span.kind',
  provider: 'langsmith.metadata.ls_provider',
  model: 'langsmith.metadata.ls_model_name',
  usage: 'langsmith.usage_metadata',
} as const;

const operations: ReadonlyMap<string, string> = new Map([
  ['llm', 'chat'],
  ['embedding', 'embeddings'],
]);

/** LangSmith. Its JavaScript SDK says OK on failures; the exception event tells. */
export const langsmith: Dialect = {
  name: 'langsmith',
  keys: [...Object.values(key), ...genAiKeys],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    const kind = attributes.get(key.kind);
    if (typeof kind !== 'string') return undefined;
    const operation = operations.get(kind);
    if (operation === undefined) return { kind: 'drop', reason: 'not_llm' };
    const usage = usageObjectOf(attributes.get(key.usage));
    return readGenAiCall(span, 'langsmith', operation, {
      // As the system it may name LangChain; the metadata names the vendor.
      toldProvider: textOf(attributes, key.provider, 'gen_ai.provider.name', 'gen_ai.system'),
      model: textOf(attributes, 'gen_ai.request.model', key.model),
      tokens: completedBy(genAiTokens(span), usageIn(usage)),
    });
  },
};
