import { eventNameKey } from '../../decode/log-record.ts';
import type { Span } from '../../decode/span.ts';
import { isTrue, textOf } from '../attribute-value.ts';
import { type Dialect, notLlm, type Reading } from '../dialect.ts';
import { geminiCliLogs } from '../log-dialects/gemini-cli.ts';
import { spanOfRecord } from '../record-span.ts';

const bridgeKey = 'log.bridge';

/**
 * Qwen Code sends its log records as spans where it is told of no place for logs. Such a span says nothing that its
 * record would not.
 */
export const bridgedLog: Dialect = {
  name: 'gemini_cli',
  keys: [bridgeKey, eventNameKey, ...geminiCliLogs.keys],
  read(span: Span): Reading | undefined {
    const { attributes, resource, scope, traceId, spanId, endUnixNano } = span;
    if (!isTrue(attributes, bridgeKey)) return undefined;
    const eventName = textOf(attributes, eventNameKey);
    const record = { eventName, timeUnixNano: endUnixNano, attributes, traceId, spanId: '', resource, scope };
    const reading = geminiCliLogs.read(record);
    if (reading?.kind !== 'call') return notLlm;
    return reading.readCall(spanOfRecord(record, traceId + spanId, reading.durationMs), undefined);
  },
};

/** The bridge lets the span begin when the record was written, which is when the call had ended. */
export function unbridged(span: Span): Span {
  const { attributes, startUnixNano, endUnixNano } = span;
  if (!isTrue(attributes, bridgeKey)) return span;
  const durationNs = endUnixNano - startUnixNano;
  return { ...span, startUnixNano: startUnixNano - durationNs, endUnixNano: startUnixNano };
}
