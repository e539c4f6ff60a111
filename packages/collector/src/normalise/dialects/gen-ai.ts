import { attribute } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';
import { callOperationOf } from '../operation-name.ts';

/** Plain OpenTelemetry GenAI semantic conventions, `gen_ai.system` and `gen_ai.provider.name` alike. */
export const genAi: Dialect = {
  name: 'gen_ai',
  keys: genAiKeys,
  read(span: Span): Reading | undefined {
    const word = textOf(span.attributes, attribute.operation);
    if (word === '') return undefined;
    const operation = callOperationOf(word);
    if (operation === undefined) return { kind: 'drop', reason: 'not_llm' };
    return readGenAiCall(span, 'gen_ai', operation);
  },
};
