import { attribute } from '@faultline/conventions';
import type { LogRecord } from '../../decode/log-record.ts';
import type { Span } from '../../decode/span.ts';
import { countOf, httpStatusOf, millisecondsOf, textOf } from '../attribute-value.ts';
import { type CallReading, notLlm } from '../dialect.ts';
import { type ForeignCall, foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import { type LogDialect, type LogReading, type Opening, partOfCall } from '../log-dialect.ts';
import { startOfRecord } from '../record-span.ts';
import { noTokens, type ToldTokens } from '../token-counts.ts';

const key = {
  kind: 'event.kind',
  durationMs: 'duration_ms',
  model: 'model',
  endpoint: 'endpoint',
  conversation: 'conversation.id',
  firstTokenMs: 'ttft_ms',
  error: 'error.message',
  input: 'input_token_count',
  output: 'output_token_count',
  cacheRead: 'cached_token_count',
  cacheWrite: 'cache_write_token_count',
  reasoning: 'reasoning_token_count',
} as const;

/**
 * Codex CLI: one record when an HTTP request has its response head or has failed, one for each event of the stream.
 * A retry is a request of its own; the conversation is what both have in common.
 */
export const codexLogs: LogDialect = {
  name: 'codex',
  keys: [...Object.values(key), ...foreignCallKeys],
  read(record: LogRecord): LogReading | undefined {
    if (record.eventName === 'codex.api_request') return readRequest(record);
    if (record.eventName === 'codex.sse_event') return readStreamEvent(record);
    return record.eventName.startsWith('codex.') ? notLlm : undefined;
  },
};

/** Others list models and the like. Older versions write `unknown`. */
const callEndpoints = /(responses|chat\/completions|unknown)$|^$/;

function readRequest(record: LogRecord): LogReading {
  const { attributes } = record;
  if (!callEndpoints.test(textOf(attributes, key.endpoint))) return notLlm;
  const durationMs = millisecondsOf(attributes, key.durationMs);
  const httpStatus = httpStatusOf(attributes, attribute.httpStatus);
  const isAnswered = httpStatus !== null && httpStatus < 400 && !attributes.has(key.error);
  const conversation = textOf(attributes, key.conversation);
  if (!isAnswered) {
    return ended(record, durationMs, { failure: failureOf(record) });
  }
  if (conversation === '') return partOfCall;
  const { traceId, spanId } = record;
  const startUnixNano = startOfRecord(record, durationMs);
  const model = textOf(attributes, key.model);
  return { kind: 'opening', conversation, opening: { startUnixNano, model, httpStatus, traceId, spanId } };
}

function readStreamEvent(record: LogRecord): LogReading {
  const { attributes } = record;
  const kind = textOf(attributes, key.kind);
  const isFailure = attributes.has(key.error);
  // A part of the answer that Codex could not read; the stream goes on.
  if (isFailure && kind !== 'response.output_item.done') {
    return ended(record, null, { streaming: true, failure: failureOf(record) });
  }
  // Written twice; the one with counts is the end.
  if (kind !== 'response.completed' || !attributes.has(key.output)) return partOfCall;
  return ended(record, null, {
    streaming: true,
    timeToFirstChunkMs: millisecondsOf(attributes, key.firstTokenMs),
  });
}

function failureOf({ attributes }: LogRecord): { readonly type: string; readonly message: string } {
  return { type: '', message: textOf(attributes, key.error) };
}

function ended(record: LogRecord, durationMs: number | null, facts: Partial<ForeignCall>): LogReading {
  return {
    kind: 'call',
    // A request that failed opened nothing.
    conversation: facts.streaming ? textOf(record.attributes, key.conversation) : '',
    durationMs,
    readCall: (span, opening) => readCall(span, opening, facts),
  };
}

function readCall(span: Span, opening: Opening | undefined, facts: Partial<ForeignCall>): CallReading {
  const { attributes } = span;
  return readForeignCall(span, {
    source: 'codex',
    operation: 'chat',
    model: textOf(attributes, key.model),
    toldProvider: 'openai',
    tokens: tokensOf(span),
    httpStatus: httpStatusOf(attributes, attribute.httpStatus) ?? opening?.httpStatus ?? null,
    ...facts,
  });
}

function tokensOf({ attributes }: Span): ToldTokens {
  return {
    ...noTokens,
    input: countOf(attributes, key.input),
    output: countOf(attributes, key.output),
    cacheRead: countOf(attributes, key.cacheRead),
    cacheWrite: countOf(attributes, key.cacheWrite),
    reasoning: countOf(attributes, key.reasoning),
  };
}
