import { attribute } from '@faultline/conventions';
import { textOf } from '../attribute-value.ts';
import type { Dialect } from '../dialect.ts';
import { scopedGenAi } from '../gen-ai-span.ts';
import { answeringModel } from '../vercel-model.ts';

/** Vercel AI SDK from version 7 on: the conventions under a scope of that name. Its steps and agents are no calls. */
export const vercelAi7: Dialect = scopedGenAi({
  name: 'vercel_ai_7',
  scopes: ['gen_ai'],
  deviations: ({ attributes }) => ({
    responseModel: answeringModel({
      provider: textOf(attributes, attribute.provider, attribute.providerOld),
      requested: textOf(attributes, attribute.requestModel),
      answered: textOf(attributes, attribute.responseModel),
    }),
  }),
});
