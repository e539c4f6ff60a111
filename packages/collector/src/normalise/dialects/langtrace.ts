import { textOf } from '../attribute-value.ts';
import type { Dialect } from '../dialect.ts';
import { scopedGenAi } from '../gen-ai-span.ts';

const serviceName = 'langtrace.service.name';

/** Langtrace: the vendor is its "service"; two of its instrumentations may report one call, one inside the other. */
export const langtrace: Dialect = scopedGenAi({
  name: 'langtrace',
  scopes: ['@langtrase/', 'langtrace'],
  keys: [serviceName],
  deviations: ({ attributes }) => ({
    toldProvider: textOf(attributes, serviceName, 'gen_ai.provider.name', 'gen_ai.system'),
  }),
});
