import { anthropicError, anthropicErrorBody, anthropicHeaders } from './anthropic.ts';
import {
  type EventStream,
  type Exchange,
  exactRoute,
  namedEvent,
  type Protocol,
  type RequestProblem,
  textOf,
} from './protocol.ts';

/** `POST /v1/messages`. A stream runs from `message_start` to `message_stop`, with a `ping` after the first block. */
export const anthropicMessages: Protocol = {
  provider: 'anthropic',
  name: 'anthropic.messages',
  jsonContentType: 'application/json',
  route: exactRoute('/v1/messages'),
  read: (body) => ({
    model: textOf(body.model),
    streaming: body.stream === true,
    includeUsage: true,
    problem: requiredFields(body),
  }),
  headers: anthropicHeaders,
  json: (exchange) =>
    JSON.stringify({
      ...envelope(exchange),
      content: exchange.pieces.length === 0 ? [] : [{ type: 'text', text: exchange.pieces.join('') }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      stop_details: null,
      usage: usageOf(exchange, exchange.usage.outputTokens),
    }),
  stream: eventStream,
  streamError: (exchange) => [
    `event: error\ndata: ${anthropicErrorBody(exchange, 'overloaded_error', 'Overloaded')}\n\n`,
  ],
  error: anthropicError,
};

function requiredFields(body: Readonly<Record<string, unknown>>): RequestProblem | null {
  const missing = ['messages', 'max_tokens'].find((field) => !(field in body));
  return missing ? { message: `${missing}: Field required`, parameter: missing } : null;
}

function eventStream(exchange: Exchange): EventStream {
  const isBlank = exchange.pieces.length === 0;
  const send = (type: string, fields: Readonly<Record<string, unknown>> = {}): string =>
    namedEvent(type, { type, ...fields });
  const unfinished = { content: [], stop_reason: null, stop_sequence: null, stop_details: null };
  return {
    contentType: 'text/event-stream; charset=utf-8',
    opening: [
      // Anthropic counts the first output token before there is text, and the real number at the end.
      send('message_start', {
        message: { ...envelope(exchange), ...unfinished, usage: usageOf(exchange, 1) },
      }),
      ...(isBlank
        ? []
        : [send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })]),
      send('ping'),
    ],
    content: exchange.pieces.map((text) =>
      send('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
    ),
    closing: [
      ...(isBlank ? [] : [send('content_block_stop', { index: 0 })]),
      send('message_delta', {
        delta: { stop_reason: 'end_turn', stop_sequence: null, stop_details: null },
        usage: {
          input_tokens: uncachedTokens(exchange),
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: exchange.usage.cachedTokens,
          output_tokens: exchange.usage.outputTokens,
        },
      }),
      send('message_stop'),
    ],
  };
}

function envelope(exchange: Exchange): Readonly<Record<string, unknown>> {
  return {
    model: exchange.request.model,
    id: `msg_01${exchange.token('id', 22)}`,
    type: 'message',
    role: 'assistant',
  };
}

function usageOf(exchange: Exchange, outputTokens: number): Readonly<Record<string, unknown>> {
  return {
    input_tokens: uncachedTokens(exchange),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: exchange.usage.cachedTokens,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: outputTokens,
    service_tier: 'standard',
    inference_geo: 'global',
  };
}

/** Anthropic's `input_tokens` leaves out what came from the cache; the others' include it. */
function uncachedTokens({ usage }: Exchange): number {
  return usage.inputTokens - usage.cachedTokens;
}
