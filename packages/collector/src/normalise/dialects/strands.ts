import { millisecondsOf } from '../attribute-value.ts';
import type { Dialect } from '../dialect.ts';
import { scopedGenAi } from '../gen-ai-span.ts';

/** Milliseconds here; OpenLIT writes seconds under the same name. */
const timeToFirstToken = 'gen_ai.server.time_to_first_token';

/** Strands Agents. As the provider it names itself or the service, so the vendor is read from the model. */
export const strands: Dialect = scopedGenAi({
  name: 'strands',
  scopes: ['strands'],
  keys: [timeToFirstToken],
  deviations: ({ attributes }) => ({
    counting: 'as_vendor',
    timeToFirstChunkMs: millisecondsOf(attributes, timeToFirstToken),
  }),
});
