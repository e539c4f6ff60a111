import type { Span } from '../decode/span.ts';

const spanKindClient = 3;

type Told = Pick<Span, 'name' | 'startUnixNano' | 'endUnixNano' | 'attributes' | 'resource' | 'scope'> &
  Partial<Pick<Span, 'traceId' | 'spanId' | 'parentSpanId'>>;

/** A span that nobody sent, made of what a log record or a metric tells: the rules for attributes and times are those of spans. */
export function unsentSpan(told: Told): Span {
  return {
    traceId: '',
    spanId: '',
    parentSpanId: '',
    kind: spanKindClient,
    exceptions: [],
    statusCode: 0,
    statusMessage: '',
    ...told,
  };
}
