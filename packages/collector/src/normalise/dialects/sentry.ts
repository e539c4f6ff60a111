import type { Span } from '../../decode/span.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';

const op = 'sentry.op';

/** Sentry names the call by the method of the vendor's SDK: messages, responses, chat, models.generate_content. */
const containers: ReadonlySet<string> = new Set([
  'gen_ai.invoke_agent',
  'gen_ai.create_agent',
  'gen_ai.execute_tool',
  'gen_ai.handoff',
]);

/** Sentry's AI monitoring. Of a failure it says that it was one; what it was, the HTTP span inside says. */
export const sentry: Dialect = {
  name: 'sentry',
  keys: [op, ...genAiKeys],
  read(span: Span): Reading | undefined {
    const value = span.attributes.get(op);
    // Other ops are other spans; one may still be an HTTP request.
    if (typeof value !== 'string' || !value.startsWith('gen_ai.')) return undefined;
    if (containers.has(value)) return { kind: 'drop', reason: 'not_llm' };
    return readGenAiCall(span, 'sentry', value.includes('embed') ? 'embeddings' : 'chat');
  },
};
