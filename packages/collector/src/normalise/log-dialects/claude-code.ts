import type { LogRecord } from '../../decode/log-record.ts';
import type { Span } from '../../decode/span.ts';
import { millisecondsOf, textOf } from '../attribute-value.ts';
import { type CallReading, notLlm } from '../dialect.ts';
import { claudeKey, readClaudeCodeCall } from '../dialects/claude-code.ts';
import { foreignCallKeys } from '../foreign-call.ts';
import type { LogDialect, LogReading } from '../log-dialect.ts';

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
    return {
      kind: 'call',
      conversation: '',
      durationMs: millisecondsOf(record.attributes, durationKey),
      readCall: (span) => readCall(span, event === 'api_error'),
    };
  },
};

function readCall(span: Span, isError: boolean): CallReading {
  const { attributes } = span;
  const model = textOf(attributes, claudeKey.model);
  return readClaudeCodeCall(span, {
    model: isError ? model : '',
    responseModel: isError ? '' : model,
    failure: isError ? { type: '', message: textOf(attributes, claudeKey.error) } : undefined,
  });
}
