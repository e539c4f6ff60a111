import type { LogRecord } from '../../decode/log-record.ts';
import type { Span } from '../../decode/span.ts';
import { countOf, httpStatusOf, millisecondsOf, textOf } from '../attribute-value.ts';
import { claudeCodeProvider, claudeCodeTokens, claudeKey } from '../dialects/claude-code.ts';
import { foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import { type LogDialect, type LogReading, notLlm } from '../log-dialect.ts';
import { spanOfRecord } from '../record-span.ts';

const durationKey = 'duration_ms';
const scopeName = 'com.anthropic.claude_code.events';

/** Claude Code's events. The model of an answer is the one that answered, that of a failure the one asked for. */
export const claudeCodeLogs: LogDialect = {
  name: 'claude_code',
  keys: [...Object.values(claudeKey), durationKey, ...foreignCallKeys],
  read(record: LogRecord): LogReading | undefined {
    const event = record.eventName.replace(/^claude_code\./, '');
    if (record.scope.name !== scopeName) return undefined;
    if (event !== 'api_request' && event !== 'api_error') return notLlm;
    const durationMs = millisecondsOf(record.attributes, durationKey);
    const span = spanOfRecord(record, durationMs);
    const callOf = () => ({ span, reading: readCall(span, event === 'api_error') });
    return { kind: 'call', conversation: '', durationMs, callOf };
  },
};

function readCall(span: Span, isError: boolean): ReturnType<typeof readForeignCall> {
  const { attributes } = span;
  const model = textOf(attributes, claudeKey.model);
  return readForeignCall(span, {
    source: 'claude_code',
    operation: 'chat',
    model: isError ? model : '',
    responseModel: isError ? '' : model,
    timeToFirstChunkMs: millisecondsOf(attributes, claudeKey.firstTokenMs),
    tokens: claudeCodeTokens(span),
    counting: 'parts',
    toldProvider: claudeCodeProvider(span),
    vendorRequestId: textOf(attributes, claudeKey.requestId),
    httpStatus: httpStatusOf(attributes, claudeKey.status),
    attempts: Math.max(countOf(attributes, claudeKey.attempt) ?? 1, 1),
    failure: isError ? { type: '', message: textOf(attributes, claudeKey.error) } : undefined,
  });
}
