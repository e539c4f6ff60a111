import { secondsAsMs } from '../attribute-value.ts';
import type { Dialect } from '../dialect.ts';
import { scopedGenAi } from '../gen-ai-span.ts';

/** Seconds here; Strands writes milliseconds under the same name. */
const timeToFirstToken = 'gen_ai.server.time_to_first_token';

/** OpenLIT: the conventions, with the vendor's own token counts. */
export const openlit: Dialect = scopedGenAi({
  name: 'openlit',
  scopes: ['@openlit/', 'openlit'],
  keys: [timeToFirstToken],
  deviations: ({ attributes }) => ({
    counting: 'as_vendor',
    timeToFirstChunkMs: secondsAsMs(attributes, timeToFirstToken),
  }),
});
