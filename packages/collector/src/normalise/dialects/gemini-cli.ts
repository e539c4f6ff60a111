import { attribute } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';

/** Gemini CLI and what was forked from it (Qwen Code). No provider on the span: the model tells it. */
export const geminiCli: Dialect = {
  name: 'gemini_cli',
  keys: genAiKeys,
  read(span: Span): Reading | undefined {
    if (textOf(span.attributes, attribute.operation) !== 'llm_call') return undefined;
    return readGenAiCall(span, 'gemini_cli', 'chat');
  },
};
