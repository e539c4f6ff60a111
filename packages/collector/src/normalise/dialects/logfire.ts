import type { Span } from '../../decode/span.ts';
import type { Dialect, Reading } from '../dialect.ts';

const spanType = 'logfire.span_type';

/** Logfire's spans speak the conventions; beside them it sends spans that are log lines or announce a span to come. */
export const logfire: Dialect = {
  name: 'logfire',
  keys: [spanType],
  read({ attributes }: Span): Reading | undefined {
    const type = attributes.get(spanType);
    return type === 'log' || type === 'pending_span' ? { kind: 'drop', reason: 'not_llm' } : undefined;
  },
};
