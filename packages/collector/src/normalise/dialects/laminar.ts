import type { Span } from '../../decode/span.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';

const type = 'lmnr.span.type';

/** Laminar: its own kind of span, the rest by the conventions. */
export const laminar: Dialect = {
  name: 'laminar',
  keys: [type, ...genAiKeys],
  read(span: Span): Reading | undefined {
    const value = span.attributes.get(type);
    if (value === undefined) return undefined;
    if (value !== 'LLM') return { kind: 'drop', reason: 'not_llm' };
    return readGenAiCall(span, 'laminar', 'chat', { counting: 'as_vendor' });
  },
};
