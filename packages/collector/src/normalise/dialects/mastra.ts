import { attribute } from '@faultline/conventions';
import type { Span } from '../../decode/span.ts';
import { listOf, textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';
import { sinceStartMs } from '../span-time.ts';
import { answeringModel } from '../vercel-model.ts';

const key = { type: 'mastra.span.type', completionStart: 'mastra.completion_start_time' } as const;

/** Mastra, which stands on the Vercel AI SDK. Generations, steps and chunks repeat or cut up what the inference span says. */
export const mastra: Dialect = {
  name: 'mastra',
  keys: [...Object.values(key), ...genAiKeys],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    const type = attributes.get(key.type);
    if (typeof type !== 'string') return undefined;
    if (type !== 'model_inference') return { kind: 'drop', reason: 'not_llm' };
    // The span of a failed call ends well and repeats the requested model as the one that answered.
    const hasFailed = listOf(attributes, attribute.finishReasons).includes('error');
    const answered = textOf(attributes, attribute.responseModel);
    const requested = textOf(attributes, attribute.requestModel);
    const provider = textOf(attributes, attribute.provider, attribute.providerOld);
    return readGenAiCall(span, 'mastra', 'chat', {
      timeToFirstChunkMs: sinceStartMs(span, textOf(attributes, key.completionStart)),
      responseModel:
        hasFailed && answered === requested ? '' : answeringModel({ provider, requested, answered }),
    });
  },
};
