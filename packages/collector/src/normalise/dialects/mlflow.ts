import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import { usageIn, usageObjectOf } from '../vendor-usage.ts';

const key = {
  type: 'mlflow.spanType',
  model: 'mlflow.llm.model',
  provider: 'mlflow.llm.provider',
  usage: 'mlflow.chat.tokenUsage',
} as const;

const operations: ReadonlyMap<string, string> = new Map([
  ['LLM', 'chat'],
  ['CHAT_MODEL', 'chat'],
  ['EMBEDDING', 'embeddings'],
]);

/** MLflow tracing. Every value is JSON, so texts come in quotes. */
export const mlflow: Dialect = {
  name: 'mlflow',
  keys: [...Object.values(key), ...foreignCallKeys],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    if (!attributes.has(key.type)) return undefined;
    const operation = operations.get(unquoted(textOf(attributes, key.type)));
    if (operation === undefined) return { kind: 'drop', reason: 'not_llm' };
    return readForeignCall(span, {
      source: 'mlflow',
      operation,
      model: unquoted(textOf(attributes, key.model)),
      toldProvider: unquoted(textOf(attributes, key.provider)),
      tokens: usageIn(usageObjectOf(attributes.get(key.usage))),
    });
  },
};

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
}
