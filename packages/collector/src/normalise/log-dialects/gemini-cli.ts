import { attribute } from '@faultline/conventions';
import type { LogRecord } from '../../decode/log-record.ts';
import type { Span } from '../../decode/span.ts';
import { countOf, httpStatusOf, listOf, millisecondsOf, textOf } from '../attribute-value.ts';
import { type CallReading, notLlm } from '../dialect.ts';
import { foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import { type LogDialect, type LogReading, type Opening, partOfCall } from '../log-dialect.ts';
import { detailsEvent } from './gen-ai-event.ts';

const key = {
  model: 'model',
  prompt: 'prompt_id',
  session: 'session.id',
  auth: 'auth_type',
  durationMs: 'duration_ms',
  status: 'status_code',
  error: 'error',
  errorMessage: 'error.message',
  errorType: 'error_type',
  responseId: 'response_id',
  finishReasons: 'finish_reasons',
  input: 'input_token_count',
  output: 'output_token_count',
  cacheRead: 'cached_content_token_count',
  reasoning: 'thoughts_token_count',
  total: 'total_token_count',
} as const;

/** Gemini CLI and what was forked from it. */
const eventShape = /^(gemini_cli|qwen-code)\.(.+)$/;
const scopeShape = /^(gemini-cli|qwen-code)/;

/**
 * One record when a request goes out, which names the model asked for and its span; one when it has ended, which names
 * the model that answered. The conventions' event beside them says the same with less.
 */
export const geminiCliLogs: LogDialect = {
  name: 'gemini_cli',
  keys: [...Object.values(key), attribute.errorType, ...foreignCallKeys],
  read(record: LogRecord): LogReading | undefined {
    const event = eventShape.exec(record.eventName)?.[2];
    if (event === undefined) {
      return scopeShape.test(record.scope.name) && record.eventName === detailsEvent ? partOfCall : undefined;
    }
    const { attributes, traceId, spanId, timeUnixNano } = record;
    const conversation = conversationOf(record);
    if (event === 'api_request') {
      if (conversation === '') return partOfCall;
      const model = textOf(attributes, key.model);
      const opening = { startUnixNano: timeUnixNano, model, httpStatus: null, traceId, spanId };
      return { kind: 'opening', conversation, opening };
    }
    const isError = event === 'api_error';
    if (event !== 'api_response' && !isError) return notLlm;
    return {
      kind: 'call',
      conversation,
      durationMs: millisecondsOf(attributes, key.durationMs),
      readCall: (span, opening) => readCall(span, opening, isError),
    };
  },
};

/** Empty when the record names none: then nobody can tell which request its answer belongs to. */
function conversationOf({ attributes }: LogRecord): string {
  const names = [textOf(attributes, key.session), textOf(attributes, key.prompt)];
  return names.every((name) => name === '') ? '' : names.join('\n');
}

function readCall(span: Span, opening: Opening | undefined, isError: boolean): CallReading {
  const { attributes } = span;
  const told = textOf(attributes, key.model);
  const message = textOf(attributes, key.errorMessage, key.error);
  return readForeignCall(span, {
    source: 'gemini_cli',
    operation: 'chat',
    model: opening?.model ?? (isError ? told : ''),
    responseModel: isError ? '' : told,
    responseId: textOf(attributes, key.responseId),
    finishReasons: listOf(attributes, key.finishReasons),
    tokens: {
      input: countOf(attributes, key.input),
      output: countOf(attributes, key.output),
      cacheRead: countOf(attributes, key.cacheRead),
      cacheWrite: null,
      reasoning: countOf(attributes, key.reasoning),
      total: countOf(attributes, key.total),
    },
    toldProvider: textOf(attributes, key.auth) === 'vertex-ai' ? 'gcp.vertex_ai' : '',
    httpStatus: httpStatusOf(attributes, key.status),
    failure: isError ? { type: textOf(attributes, key.errorType, attribute.errorType), message } : undefined,
  });
}
