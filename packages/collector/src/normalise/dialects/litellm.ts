import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';

const key = {
  callType: 'llm.request.type',
  errorCode: 'error.code',
  errorProvider: 'error.llm_provider',
} as const;

/** LiteLLM, first generation of its spans; later ones speak the conventions. The raw request repeats the call around it. */
export const litellm: Dialect = {
  name: 'litellm',
  keys: [...genAiKeys, ...Object.values(key)],
  read(span: Span): Reading | undefined {
    if (span.name === 'raw_gen_ai_request') return { kind: 'drop', reason: 'nested' };
    if (span.name !== 'litellm_request') return undefined;
    const { attributes } = span;
    const isEmbedding = textOf(attributes, key.callType).includes('embedding');
    return readGenAiCall(span, 'litellm', isEmbedding ? 'embeddings' : 'chat', {
      toldProvider: textOf(attributes, key.errorProvider, 'gen_ai.provider.name', 'gen_ai.system'),
    });
  },
};
